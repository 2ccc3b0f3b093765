using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace NetnsTools.Loading;

/// <summary>Tells the runtime, when the module is imported, where its dependencies are.</summary>
public sealed class ModuleLoading : IModuleAssemblyInitializer
{
    private const string Folder = "dependencies";

    private static readonly IsolatedContext Context =
        new(Path.Combine(Path.GetDirectoryName(typeof(ModuleLoading).Assembly.Location)!, Folder));

    private static bool _registered;

    /// <inheritdoc/>
    public void OnImport()
    {
        // Once a process: a second import, or one in another runspace, finds it done.
        if (!_registered)
        {
            _registered = true;
            AssemblyLoadContext.Default.Resolving += Resolve;
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        IsolatedContext.IsEntry(name) ? Context.LoadFromAssemblyName(name) : null;
}

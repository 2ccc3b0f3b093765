using System;
using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;
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
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public void OnImport()
    {
        EnsureLinux(OperatingSystem.IsLinux());
        // Once a process: a second import, or one in another runspace, finds it done.
        if (!_registered)
        {
            _registered = true;
            AssemblyLoadContext.Default.Resolving += Resolve;
        }
    }

    /// <summary>One sentence now, instead of a missing function of the kernel later.</summary>
    internal static void EnsureLinux(bool isLinux)
    {
        if (!isLinux)
        {
            throw new PlatformNotSupportedException(
                $"NetnsTools works with the Linux kernel's network namespaces, which {RuntimeInformation.OSDescription} does not have; import it on Linux (in WSL 2 on Windows).");
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        IsolatedContext.IsEntry(name) ? Context.LoadFromAssemblyName(name) : null;
}

using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace NetnsTools.Loading;

/// <summary>Where the module's dependencies live: another module's version of them cannot break ours, nor ours theirs.</summary>
/// <remarks>
/// The module and NetnsTools.Linux load as PowerShell loads any module. NetnsTools.Programs, NetnsTools.Packets and the
/// packages they use lie in a folder that nothing else searches; what they share with the module comes from the default context.
/// </remarks>
internal sealed class IsolatedContext(string folder) : AssemblyLoadContext("NetnsTools")
{
    /// <summary>Whether an assembly is one of those that use them: the only ones that the module itself refers to.</summary>
    public static bool IsEntry(AssemblyName name) => name.Name is "NetnsTools.Programs" or "NetnsTools.Packets";

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}

using System.IO;
#if !POWERSHELL_SDK
using System.Management.Automation.Language;
#endif
using NetnsTools.Host.CommandLine;

namespace NetnsTools.Host;

/// <summary>
/// The far end of an out-of-process runspace, as <c>pwsh -s</c> is: the engine's own protocol over standard input and
/// output, until the input ends.
/// </summary>
internal static class ServerMode
{
    /// <summary>Serves; the engine ends the process when its client is gone.</summary>
    public static int Run(HostOptions options)
    {
        ModulePath.AddBuiltModule();
        string? directory = options.WorkingDirectory is { } given ? Path.GetFullPath(given) : null;
#if POWERSHELL_SDK
        EngineInternals.Serve(options.Command, directory);
#else
        EngineInternals.LoadOnlyTheEngine();
        // The engine makes the session itself, with its own commands only; ours come in as a module, Set-Location too.
        string commands = $"Import-Module {Quote(typeof(ServerMode).Assembly.Location)}\n";
        string location = directory is null ? string.Empty : $"Set-Location -LiteralPath {Quote(directory)}\n";
        EngineInternals.Serve(commands + location + options.Command, workingDirectory: null);
#endif
        return ExitCodes.Success;
    }

#if !POWERSHELL_SDK
    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
#endif
}

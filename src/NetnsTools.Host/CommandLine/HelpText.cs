using System.Management.Automation;

namespace NetnsTools.Host.CommandLine;

/// <summary>What -Help and -Version print.</summary>
internal static class HelpText
{
    /// <summary>The usage.</summary>
    public const string Usage = """

        Usage: NetnsTools.Host [[-File] <filePath> [args]]
                               [-Command { - | <string> [<text>...] }]
                               [-NoProfile] [-NonInteractive] [-NoLogo] [-NoExit]
                               [-WorkingDirectory <directoryPath>]
                               [-EncodedCommand <Base64EncodedCommand>] [-ServerMode]
               NetnsTools.Host -Version | -Help

        pwsh's command line in small, on PowerShell's own engine. The NetnsTools module built in this
        repository is found without further ado. Parameter names are case-insensitive and may be
        shortened as with pwsh: -f, -c, -e, -nop, -noni, -nol, -noe, -wd, -s, -v, -h. -ServerMode serves a
        runspace to the process that started this one, over standard input and output.

        Exit codes: what the script passes to 'exit'; 1 after an uncaught error, or if the last command
        of -Command failed; 64 for a bad command line or a missing file; 130 after Ctrl+C.


        """;

    /// <summary>One line: the engine's version, which scripts ask for, and what it runs in.</summary>
    public static string Version => $"PowerShell {PSVersionInfo.PSVersion} (NetnsTools.Host)";
}

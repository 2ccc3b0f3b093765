using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using NetnsTools.Linux;

namespace NetnsTools.Sessions;

/// <summary>Which program a PowerShell inside a namespace is: the one that runs here, wherever that can be started again.</summary>
internal static class PowerShellProgram
{
    private const string Shell = "pwsh";
    private const string SmallHost = "NetnsTools.Host";
    private const string Runtime = "dotnet";

    private static readonly Lazy<string[]> FoundGuard = new(FindGuard);

    /// <summary>What stands before the program, so that it ends when it should and not before.</summary>
    public static IReadOnlyList<string> Guard => FoundGuard.Value;

    /// <summary>The program and what stands before its own arguments.</summary>
    /// <param name="engineDefault">Where the engine looks for it: <c>$PSHOME/pwsh</c>, which need not exist.</param>
    /// <exception cref="NetworkException">There is none.</exception>
    public static IReadOnlyList<string> Find(string engineDefault)
    {
        if (File.Exists(engineDefault))
        {
            return [engineDefault];
        }

        // The small host, or pwsh installed as a tool. Another program with the engine in it (an editor, a test runner)
        // would not know what -s means.
        string? entry = Assembly.GetEntryAssembly()?.GetName().Name;
        if (entry is Shell or SmallHost && Environment.ProcessPath is { } running)
        {
            return Path.GetFileNameWithoutExtension(running) == Runtime
                ? [running, Path.GetFullPath(Environment.GetCommandLineArgs()[0])]
                : [running];
        }

        try
        {
            return [ProgramFinder.Find(Shell, "/")];
        }
        catch (NetworkException exception)
        {
            throw new NetworkException(
                FaultKind.NotFound,
                ObjectKind.Session,
                $"There is no PowerShell to start inside a namespace: neither '{engineDefault}' nor '{Shell}' in the search path (PATH). Install PowerShell 7.4 or later.",
                exception);
        }
    }

    private static string[] FindGuard()
    {
        // A session of its own: Ctrl+C at the terminal stops what runs here, not every PowerShell inside.
        string[] session = ["setsid", "--"];
        try
        {
            // One that hangs would not see that its caller has gone.
            return [ProgramFinder.Find("setpriv", "/"), "--pdeathsig", "KILL", "--", .. session];
        }
        catch (NetworkException)
        {
            return session;
        }
    }
}

using System;
using NetnsTools.Linux;

namespace NetnsTools.Sessions;

/// <summary>Which shell is meant.</summary>
internal static class ShellFinder
{
    private const string Default = "/bin/sh";
    private const string PowerShell = "pwsh";

    /// <summary>The program to start.</summary>
    /// <param name="shell">What the user asked for; null for <c>$SHELL</c>.</param>
    /// <param name="workingDirectory">Where a relative path begins.</param>
    /// <param name="variable">The environment that the shell will have.</param>
    /// <param name="warn">Told when <c>$SHELL</c> cannot be taken.</param>
    /// <exception cref="NetworkException">There is no such program.</exception>
    public static string Find(string? shell, string workingDirectory, Func<string, string?> variable, Action<string> warn)
    {
        if (shell is not null)
        {
            return Check(shell, workingDirectory, variable);
        }

        if (variable("SHELL") is not { Length: > 0 } preferred)
        {
            return Default;
        }

        try
        {
            return Check(preferred, workingDirectory, variable);
        }
        catch (NetworkException exception)
        {
            warn($"$SHELL cannot be taken, {Default} is started instead. {exception.Message}");
            return Default;
        }
    }

    private static string Check(string shell, string workingDirectory, Func<string, string?> variable)
    {
        try
        {
            _ = ProgramFinder.Find(shell, workingDirectory, variable("PATH"));
            return shell;
        }
        catch (NetworkException exception) when (exception.Fault == FaultKind.NotFound && shell == PowerShell && Own is not null)
        {
            return Own;
        }
    }

    // The PowerShell that runs us need not be in the search path.
    private static string? Own => Environment.ProcessPath is { } path && ShellPrompt.KindOf(path) == ShellKind.PowerShell ? path : null;
}

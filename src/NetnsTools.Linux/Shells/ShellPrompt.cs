using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetnsTools.Linux;

/// <summary>Makes interactive shells show the namespace before the user's own prompt.</summary>
/// <remarks>
/// Each shell is given an init file that reads the user's own files first and then takes the mark from the environment.
/// The init files never change, so nothing is written and nothing can be left.
/// </remarks>
public static class ShellPrompt
{
    /// <summary>Holds what stands before the prompt, until the init file has read it.</summary>
    public const string PromptVariable = "NETNSTOOLS_PROMPT";

    private const string UserEnvVariable = "NETNSTOOLS_ENV";
    private const string UserZdotdirVariable = "NETNSTOOLS_ZDOTDIR";

    private static readonly Dictionary<string, ShellKind> Kinds = new(StringComparer.Ordinal)
    {
        ["bash"] = ShellKind.Bash,
        ["rbash"] = ShellKind.Bash,
        ["zsh"] = ShellKind.Zsh,
        ["fish"] = ShellKind.Fish,
        ["sh"] = ShellKind.Posix,
        ["dash"] = ShellKind.Posix,
        ["ash"] = ShellKind.Posix,
        ["ksh"] = ShellKind.Posix,
        ["mksh"] = ShellKind.Posix,
        ["yash"] = ShellKind.Posix,
        ["pwsh"] = ShellKind.PowerShell,
        ["pwsh-preview"] = ShellKind.PowerShell,
        ["NetnsTools.Host"] = ShellKind.PowerShell,
    };

    /// <summary>The kind of a shell, by the name of its file.</summary>
    /// <param name="program">A name or path.</param>
    public static ShellKind KindOf(string program) => Kinds.GetValueOrDefault(Path.GetFileName(program) ?? string.Empty);

    /// <summary>What stands before the prompt: <c>(ns-1) </c>. A name's control characters would be obeyed by the terminal.</summary>
    /// <param name="name">The namespace, as the user knows it.</param>
    public static string Mark(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"({string.Concat(name.Select(static one => char.IsControl(one) ? '?' : one))}) ";
    }

    /// <summary>Arguments and environment of an interactive shell whose prompt shows the namespace.</summary>
    /// <param name="kind">What kind of shell it is.</param>
    /// <param name="folder">Where the init files are.</param>
    /// <param name="name">The namespace, as the user knows it.</param>
    /// <param name="variable">Looks a variable up in the environment that the shell would have without this; null for none.</param>
    /// <returns>Nothing at all for <see cref="ShellKind.Other"/>.</returns>
    public static ShellStart For(ShellKind kind, string folder, string name, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        Dictionary<string, string?> environment = new(StringComparer.Ordinal) { [PromptVariable] = Mark(name) };
        switch (kind)
        {
            case ShellKind.Bash:
                return new(["--rcfile", Path.Combine(folder, "netns.bash"), "-i"], environment);
            case ShellKind.Zsh:
                environment[UserZdotdirVariable] = variable("ZDOTDIR");
                environment["ZDOTDIR"] = Path.Combine(folder, "zsh");
                return new(["-i"], environment);
            case ShellKind.Fish:
                return new(["-i", "--init-command", $"source {QuoteForFish(Path.Combine(folder, "netns.fish"))}"], environment);
            case ShellKind.Posix:
                environment[UserEnvVariable] = variable("ENV");
                environment["ENV"] = Path.Combine(folder, "netns.sh");
                return new(["-i"], environment);
            case ShellKind.PowerShell:
                return new(["-NoLogo", "-NoExit", "-File", Path.Combine(folder, "netns.ps1")], environment);
            default:
                return new([], new Dictionary<string, string?>());
        }
    }

    private static string QuoteForFish(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}

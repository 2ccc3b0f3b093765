using System.Collections.Generic;
using System.Management.Automation.Runspaces;

namespace NetnsTools.Host.CommandLine;

/// <summary>The command line, understood.</summary>
internal sealed class HostOptions
{
    /// <summary>What to do.</summary>
    public StartMode Mode { get; init; }

    /// <summary>Full path of the script to run, for <see cref="StartMode.File"/>.</summary>
    public string FilePath { get; init; } = string.Empty;

    /// <summary>The text to run, for <see cref="StartMode.Command"/>, or to begin with, for <see cref="StartMode.Server"/>.</summary>
    public string Command { get; init; } = string.Empty;

    /// <summary>What is passed to the script.</summary>
    public IReadOnlyList<CommandParameter> Arguments { get; init; } = [];

    /// <summary>No prompts: reading from the user is an error.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>No banner before the prompt.</summary>
    public bool NoLogo { get; init; }

    /// <summary>A prompt after the script or command.</summary>
    public bool NoExit { get; init; }

    /// <summary>Where to start, if not in the current directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What is wrong, for <see cref="StartMode.Invalid"/>.</summary>
    public string Error { get; init; } = string.Empty;
}

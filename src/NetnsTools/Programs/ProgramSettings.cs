using System;
using System.Collections.Generic;
using NetnsTools.Linux;

namespace NetnsTools.Programs;

/// <summary>What the user wants run, the same for every namespace.</summary>
internal sealed record ProgramSettings
{
    public required string Program { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required LaunchOptions Launch { get; init; }

    /// <summary>How long it may run; null for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether its texts are kept whole rather than given line by line.</summary>
    public bool Whole { get; init; }

    /// <summary>Whether its standard error goes where its standard output goes.</summary>
    public bool MergeError { get; init; }

    /// <summary>The program and its arguments, for people.</summary>
    public string CommandLine => ShellText.Join([Program, .. Arguments]);
}

using System;

namespace NetnsTools;

/// <summary>What came of a program that ran inside a namespace.</summary>
public sealed class NetnsCommandResult
{
    internal NetnsCommandResult(string @namespace, string commandLine)
    {
        Namespace = @namespace;
        CommandLine = commandLine;
    }

    /// <summary>The namespace it ran in.</summary>
    public string Namespace { get; }

    /// <summary>The program and its arguments, as a shell user would write them.</summary>
    public string CommandLine { get; }

    /// <summary>Its exit code; 128 and the signal's number where a signal ended it.</summary>
    public int ExitCode { get; internal init; }

    /// <summary>Whether the exit code is 0.</summary>
    public bool Success => ExitCode == 0;

    /// <summary>All that it wrote to its standard output, line ends included.</summary>
    public string StandardOutput { get; internal init; } = string.Empty;

    /// <summary>All that it wrote to its standard error; empty where it was merged.</summary>
    public string StandardError { get; internal init; } = string.Empty;

    /// <summary>From its start to its end.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>Its standard output.</summary>
    public override string ToString() => StandardOutput;
}

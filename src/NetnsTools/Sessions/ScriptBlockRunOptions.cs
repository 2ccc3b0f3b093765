using System;
using System.Management.Automation;
using NetnsTools.Linux;

namespace NetnsTools.Sessions;

/// <summary>What <see cref="ScriptBlockRun"/> runs, and how.</summary>
internal sealed record ScriptBlockRunOptions
{
    /// <summary>The script, as the caller wrote it: with <c>$using:</c>, <c>param</c>, <c>$input</c>.</summary>
    public required ScriptBlock ScriptBlock { get; init; }

    /// <summary>Its arguments.</summary>
    public object?[]? ArgumentList { get; init; }

    /// <summary>Whether objects come down the pipeline, for <see cref="ScriptBlockRun.Process"/>.</summary>
    public bool ExpectsInput { get; init; }

    /// <summary>How many namespaces at most run at a time. With input all run at once, and only so many start at a time.</summary>
    public int ThrottleLimit { get; init; } = 32;

    /// <summary>How long each may take from the start of its process to the end of the script; null for any time.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What the processes find around them.</summary>
    public LaunchOptions Launch { get; init; } = new();
}

using System;

namespace NetnsTools.Linux;

/// <summary>A process as it was when <c>/proc</c> was read. Number and start time together are never given twice.</summary>
public sealed class ProcessEntry
{
    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>The number of its parent; 0 for none.</summary>
    public int ParentId { get; init; }

    /// <summary>The short name that the kernel keeps (comm), at most 15 bytes, with any character in it.</summary>
    public required string Name { get; init; }

    /// <summary>Program and arguments; empty for kernel threads and for processes that have ended.</summary>
    public string[] CommandLine { get; init; } = [];

    /// <summary>The user whose rights it has (the effective one, as ps shows it).</summary>
    public uint UserId { get; init; }

    /// <summary>When it was started, in clock ticks since the machine was (field 22 of <c>/proc/PID/stat</c>).</summary>
    public ulong StartTicks { get; init; }

    /// <summary>When it was started, to 10 milliseconds.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>Whether it has ended, and only waits for its parent to ask how.</summary>
    public bool IsZombie { get; init; }

    /// <summary><c>sleep (1234)</c>.</summary>
    public override string ToString() => $"{Name} ({Id})";
}

using System.Collections.Generic;

namespace NetnsTools.Linux;

/// <summary>What a program started inside finds around it.</summary>
public sealed record LaunchOptions
{
    /// <summary>Where it starts; the process's own working directory without it.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables set or, with null, taken away, over the caller's own environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether <c>/sys</c> shows the namespace's own interfaces, as with <c>ip netns exec</c>. Costs a copy of the mounts.</summary>
    public bool Sysfs { get; init; }
}

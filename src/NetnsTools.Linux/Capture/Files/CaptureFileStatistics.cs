namespace NetnsTools.Linux.Capture.Files;

/// <summary>What a capture has counted, for the end of a pcapng file.</summary>
public sealed record CaptureFileStatistics
{
    /// <summary>The interface; null where the figures are those of all interfaces of the namespace.</summary>
    public string? Interface { get; init; }

    /// <summary>The namespace's name; null for the current one.</summary>
    public string? Namespace { get; init; }

    /// <summary>The interface's link layer.</summary>
    public LinkLayer LinkLayer { get; init; } = LinkLayer.Ethernet;

    /// <summary>When the capture began, in nanoseconds since 1970-01-01 UTC; null where it is not known.</summary>
    public long? StartNanoseconds { get; init; }

    /// <summary>When it was counted, which is when the capture ended.</summary>
    public required long EndNanoseconds { get; init; }

    /// <summary>Packets that passed the filter, dropped ones included.</summary>
    public required long Received { get; init; }

    /// <summary>Packets of these that the kernel had no room for.</summary>
    public required long Dropped { get; init; }
}

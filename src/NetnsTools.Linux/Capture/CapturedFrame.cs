namespace NetnsTools.Linux.Capture;

/// <summary>One frame as it passed an interface, or as a file has it: bytes, when, where. Nothing is decoded.</summary>
public sealed class CapturedFrame
{
    /// <summary>When it passed, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long TimestampNanoseconds { get; init; }

    /// <summary>Its bytes from the link-layer header on, as many as were captured. The frame owns the array; nobody writes to it.</summary>
    public required byte[] Data { get; init; }

    /// <summary>How many bytes it had on the wire; more than <see cref="Data"/> has where the snap length cut it.</summary>
    public required int OriginalLength { get; init; }

    /// <summary>What <see cref="Data"/> begins with.</summary>
    public LinkLayer LinkLayer { get; init; } = LinkLayer.Ethernet;

    /// <summary>Which way it went.</summary>
    public PacketDirection Direction { get; init; }

    /// <summary>Whom it meant, where it arrived.</summary>
    public PacketReception Reception { get; init; }

    /// <summary>The interface's name; null where a file does not say.</summary>
    public string? Interface { get; init; }

    /// <summary>The namespace's name; null for the current one, or where a file does not say.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether the kernel had left the TCP or UDP checksum to the device (TP_STATUS_CSUMNOTREADY): the bytes have none yet.</summary>
    public bool IsChecksumPending { get; init; }

    /// <summary>Whether the capture was one of several interfaces, so that a line about it should say which.</summary>
    public bool IsFromAny { get; init; }

    /// <summary>Whether the snap length cut it.</summary>
    public bool IsTruncated => Data.Length < OriginalLength;
}

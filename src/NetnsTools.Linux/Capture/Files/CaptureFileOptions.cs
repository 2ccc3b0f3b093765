namespace NetnsTools.Linux.Capture.Files;

/// <summary>How a capture file is written.</summary>
public sealed record CaptureFileOptions
{
    /// <summary>tcpdump's own.</summary>
    public const int DefaultSnapLength = 262_144;

    /// <summary>Whether a file that exists is refused rather than overwritten.</summary>
    public bool NoClobber { get; init; }

    /// <summary>How many bytes of each packet the capture kept at most; 0 for no limit. Said in the file, not enforced.</summary>
    public int SnapLength { get; init; } = DefaultSnapLength;

    /// <summary>The capture's filter in words, said in a pcapng file; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>The link layer of a file that stays empty; any other file has that of its packets.</summary>
    public LinkLayer LinkLayer { get; init; } = LinkLayer.Ethernet;
}

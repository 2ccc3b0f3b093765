namespace NetnsTools.Linux.Capture.Files;

/// <summary>The two formats of capture files that every tool reads.</summary>
public enum CaptureFileFormat
{
    /// <summary>pcapng: keeps interfaces, namespaces, directions and statistics, and any mix of link layers.</summary>
    Pcapng,
    /// <summary>The classic one of libpcap, with nanoseconds: bytes and times only, of one link layer.</summary>
    Pcap,
}

namespace NetnsTools.Linux.Capture;

/// <summary>Which way a packet passed the interface.</summary>
public enum PacketDirection
{
    /// <summary>Not known: read from a file that does not say.</summary>
    Unknown,
    /// <summary>It arrived on the interface.</summary>
    In,
    /// <summary>It was sent from the interface.</summary>
    Out,
}

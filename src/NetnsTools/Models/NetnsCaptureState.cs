namespace NetnsTools;

/// <summary>How a capture stands.</summary>
/// <remarks>No number is made of others: see <see cref="Linux.Capture.CaptureProtocol"/>.</remarks>
#pragma warning disable CA1027 // One of them, not some: the numbers only keep apart what PowerShell would join.
public enum NetnsCaptureState
#pragma warning restore CA1027
{
    /// <summary>It takes packets.</summary>
    Running = 1 << 0,
    /// <summary>It has the packets, or the time, that were asked for.</summary>
    Completed = 1 << 1,
    /// <summary>It was stopped.</summary>
    Stopped = 1 << 2,
    /// <summary>It ended for another reason, which it tells.</summary>
    Failed = 1 << 3,
}

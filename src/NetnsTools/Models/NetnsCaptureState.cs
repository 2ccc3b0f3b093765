namespace NetnsTools;

/// <summary>How a capture stands.</summary>
public enum NetnsCaptureState
{
    /// <summary>It takes packets.</summary>
    Running,
    /// <summary>It has the packets, or the time, that were asked for.</summary>
    Completed,
    /// <summary>It was stopped.</summary>
    Stopped,
    /// <summary>It ended for another reason, which it tells.</summary>
    Failed,
}

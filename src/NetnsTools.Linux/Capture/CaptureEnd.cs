namespace NetnsTools.Linux.Capture;

/// <summary>Why a capture has ended.</summary>
public enum CaptureEnd
{
    /// <summary>It goes on.</summary>
    None,
    /// <summary>It was stopped.</summary>
    Stopped,
    /// <summary>It had as many packets as were asked for.</summary>
    CountReached,
    /// <summary>Its time was over.</summary>
    DurationOver,
    /// <summary>The interface was removed, or moved to another namespace.</summary>
    LinkGone,
    /// <summary>The namespace was removed, or its process has ended.</summary>
    NamespaceGone,
    /// <summary>The packets could not be kept, or the kernel refused to go on.</summary>
    Failed,
}

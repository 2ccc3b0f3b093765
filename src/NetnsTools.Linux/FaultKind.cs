namespace NetnsTools.Linux;

/// <summary>What went wrong, in the few kinds that a caller can act on.</summary>
public enum FaultKind
{
    /// <summary>The request was refused before the kernel was asked, or by the kernel as malformed.</summary>
    InvalidInput,
    /// <summary>The object does not exist.</summary>
    NotFound,
    /// <summary>The name or address is taken.</summary>
    AlreadyExists,
    /// <summary>A capability is missing.</summary>
    PermissionDenied,
    /// <summary>In use; may work later.</summary>
    Busy,
    /// <summary>The kernel has no such feature.</summary>
    NotSupported,
    /// <summary>A file under the run directory that no namespace is mounted on.</summary>
    Stale,
    /// <summary>Another object has taken the name since it was last seen.</summary>
    Replaced,
    /// <summary>It did not happen in the time given.</summary>
    TimedOut,
    /// <summary>The kernel's answer was truncated, malformed or not for this request.</summary>
    Protocol,
    /// <summary>The kernel refused for another reason.</summary>
    Failed,
}

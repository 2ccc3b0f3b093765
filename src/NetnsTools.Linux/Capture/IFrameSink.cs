namespace NetnsTools.Linux.Capture;

/// <summary>Takes the frames of a capture, on the capture's own thread.</summary>
public interface IFrameSink
{
    /// <summary>Takes one frame. While it takes its time the kernel's ring fills, and then drops.</summary>
    /// <exception cref="NetworkException">It cannot: the capture ends, and says why.</exception>
    void Write(CapturedFrame frame);

    /// <summary>All that has come so far has been handed over; more may follow.</summary>
    /// <exception cref="NetworkException">It cannot: the capture ends, and says why.</exception>
    void Flush();

    /// <summary>The capture has ended, in whatever way; nothing follows.</summary>
    /// <exception cref="NetworkException">The last of it could not be kept.</exception>
    void Complete(CaptureStatistics statistics);
}

namespace NetnsTools.Linux.Capture.Files;

/// <summary>The bytes of one format to packets.</summary>
internal abstract class FrameDecoder(CaptureInput input)
{
    protected CaptureInput Input => input;

    public abstract CaptureFileFormat Format { get; }

    /// <summary>The next packet; null at the end of the file.</summary>
    /// <exception cref="NetworkException">The file cannot be followed any further, or not be read.</exception>
    public abstract CapturedFrame? Next();
}

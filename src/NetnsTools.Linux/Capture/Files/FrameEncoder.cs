using System;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>Packets to the bytes of one format.</summary>
internal abstract class FrameEncoder(CaptureOutput output, CaptureFileOptions options)
{
    protected CaptureOutput Output => output;

    protected CaptureFileOptions Options => options;

    /// <summary>Writes the file's header unless that has been done.</summary>
    public abstract void Begin();

    /// <exception cref="NetworkException">The format has no place for such a packet, or the file does not take it.</exception>
    public abstract void Write(CapturedFrame frame);

    /// <summary>Writes figures, where the format has a place for them.</summary>
    public abstract void Write(CaptureFileStatistics statistics);

    /// <summary>Refuses what no reader would take for a packet.</summary>
    protected void Validate(CapturedFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.TimestampNanoseconds < 0)
        {
            throw CaptureFileFault.NotWritable(output.Path, "a packet is from before 1970, which no capture file can say.");
        }

        if (frame.Data.Length > FrameLength.Maximum)
        {
            throw CaptureFileFault.NotWritable(
                output.Path, $"a packet has {frame.Data.Length} bytes; {FrameLength.Maximum} are the most.");
        }

        if (frame.OriginalLength < frame.Data.Length)
        {
            throw CaptureFileFault.NotWritable(
                output.Path, $"a packet of {frame.OriginalLength} bytes cannot have {frame.Data.Length} captured ones.");
        }
    }
}

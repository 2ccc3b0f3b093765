using System;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>Packets to the bytes of one format.</summary>
internal abstract class FrameEncoder(CaptureOutput output, CaptureFileOptions options)
{
    protected CaptureOutput Output => output;

    protected CaptureFileOptions Options => options;

    /// <summary>Writes the file's header unless that has been done.</summary>
    public abstract void Begin();

    /// <summary>Writes what every file has, also one without packets.</summary>
    public virtual void Finish() => Begin();

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
            throw CaptureFileFault.NotWritable(output.Path, "a packet is from before 1970, and times count from there.");
        }

        int most = Enum.IsDefined(frame.LinkLayer) ? FrameLength.MaximumOfNetworks : FrameLength.Maximum;
        if (frame.Data.Length > most)
        {
            throw CaptureFileFault.NotWritable(output.Path, $"a packet has {frame.Data.Length} bytes; {most} are the most that others read.");
        }

        if (frame.OriginalLength < frame.Data.Length)
        {
            throw CaptureFileFault.NotWritable(
                output.Path, $"a packet of {frame.OriginalLength} bytes cannot have {frame.Data.Length} captured ones.");
        }
    }
}

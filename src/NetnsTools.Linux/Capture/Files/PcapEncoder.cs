using System;
using System.Buffers.Binary;
using System.Globalization;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>Classic pcap with nanoseconds, little endian.</summary>
internal sealed class PcapEncoder(CaptureOutput output, CaptureFileOptions options) : FrameEncoder(output, options)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private LinkLayer? _linkLayer;

    /// <inheritdoc/>
    public override void Begin() => Begin(Options.LinkLayer);

    /// <inheritdoc/>
    public override void Write(CapturedFrame frame)
    {
        Validate(frame);
        (long seconds, long nanoseconds) = Math.DivRem(frame.TimestampNanoseconds, NanosecondsPerSecond);
        if (seconds > uint.MaxValue)
        {
            throw CaptureFileFault.NotWritable(Output.Path, "a packet is from after 2106, which a pcap file cannot say. Use pcapng.");
        }

        Begin(frame.LinkLayer);
        if (frame.LinkLayer != _linkLayer)
        {
            throw CaptureFileFault.NotWritable(
                Output.Path,
                $"a pcap file has one link layer, here {Name(_linkLayer)}, and a packet has {Name(frame.LinkLayer)}. Use pcapng, which takes both.");
        }

        Span<byte> record = Output.Append(PcapWire.RecordHeaderLength + frame.Data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)seconds); // ts.tv_sec
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)nanoseconds); // ts.tv_usec
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], (uint)frame.Data.Length); // caplen
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], (uint)frame.OriginalLength); // len
        frame.Data.CopyTo(record[PcapWire.RecordHeaderLength..]);
    }

    /// <inheritdoc/>
    public override void Write(CaptureFileStatistics statistics)
    {
        // The format has no place for them.
    }

    private void Begin(LinkLayer linkLayer)
    {
        if (_linkLayer is not null)
        {
            return;
        }

        Span<byte> header = Output.Append(PcapWire.HeaderLength);
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, PcapWire.MagicNanoseconds); // magic
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], PcapWire.MajorVersion); // version_major
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], PcapWire.MinorVersion); // version_minor
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], (uint)Options.SnapLength); // snaplen
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)linkLayer); // linktype
        _linkLayer = linkLayer;
    }

    private static string Name(LinkLayer? linkLayer) =>
        Enum.IsDefined(linkLayer!.Value) ? $"{linkLayer}" : ((int)linkLayer).ToString(CultureInfo.InvariantCulture);
}

using System;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>Classic pcap, in either byte order, with microseconds or nanoseconds, or with Kuznetzov's longer records.</summary>
internal sealed class PcapDecoder : FrameDecoder
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int PacketTypeOffset = 22; // pkt_type

    private readonly bool _isBigEndian;
    private readonly bool _isModified;
    private readonly int _nanosecondsPerUnit;
    private readonly LinkLayer _linkLayer;

    private PcapDecoder(CaptureInput input, FieldReader header, bool isBigEndian)
        : base(input)
    {
        uint magic = header.UInt32(0); // magic
        _isBigEndian = isBigEndian;
        _isModified = magic == PcapWire.MagicModified;
        _nanosecondsPerUnit = magic == PcapWire.MagicNanoseconds ? 1 : 1000;
        _linkLayer = (LinkLayer)(header.UInt32(20) & PcapWire.LinkLayerMask); // linktype
    }

    /// <inheritdoc/>
    public override CaptureFileFormat Format => CaptureFileFormat.Pcap;

    private int RecordHeaderLength => _isModified ? PcapWire.ModifiedRecordHeaderLength : PcapWire.RecordHeaderLength;

    /// <summary>Takes the file's header; null where it is not one of pcap.</summary>
    /// <exception cref="NetworkException">It is one, but cut off or of another version.</exception>
    public static PcapDecoder? TryOpen(CaptureInput input)
    {
        if (!input.TryFill(sizeof(uint)) || !TryReadOrder(input.Window, out bool isBigEndian))
        {
            return null;
        }

        if (!input.TryFill(PcapWire.HeaderLength))
        {
            throw CaptureFileFault.NoCapture(
                input.Path, $"a pcap file begins with {PcapWire.HeaderLength} bytes, and it has {input.Window.Length}");
        }

        FieldReader header = new(input.Window, isBigEndian);
        (ushort major, ushort minor) = (header.UInt16(4), header.UInt16(6)); // version_major, version_minor
        if (major != PcapWire.MajorVersion)
        {
            throw CaptureFileFault.NoCapture(input.Path, $"it is pcap of version {major}.{minor}, which is not known");
        }

        PcapDecoder decoder = new(input, header, isBigEndian);
        input.Advance(PcapWire.HeaderLength);
        return decoder;
    }

    /// <inheritdoc/>
    public override CapturedFrame? Next()
    {
        if (!Input.TryFill(RecordHeaderLength))
        {
            return Input.Window.IsEmpty
                ? null
                : throw Input.Damaged($"of a packet's header of {RecordHeaderLength} bytes there are only {Input.Window.Length}");
        }

        FieldReader record = new(Input.Window, _isBigEndian);
        uint length = record.UInt32(8); // caplen
        if (length > FrameLength.Maximum)
        {
            throw Input.Damaged($"a packet of {length} bytes, where {FrameLength.Maximum} are the most");
        }

        int total = RecordHeaderLength + (int)length;
        if (!Input.TryFill(total))
        {
            throw Input.Damaged($"of a packet of {length} bytes there are only {Input.Window.Length - RecordHeaderLength}");
        }

        CapturedFrame frame = Decode(new FieldReader(Input.Window, _isBigEndian), (int)length);
        Input.Advance(total);
        return frame;
    }

    private static bool TryReadOrder(ReadOnlySpan<byte> bytes, out bool isBigEndian)
    {
        isBigEndian = IsMagic(new FieldReader(bytes, isBigEndian: true).UInt32(0));
        return isBigEndian || IsMagic(new FieldReader(bytes, isBigEndian: false).UInt32(0));
    }

    private static bool IsMagic(uint value) =>
        value is PcapWire.MagicMicroseconds or PcapWire.MagicNanoseconds or PcapWire.MagicModified;

    private CapturedFrame Decode(FieldReader record, int length)
    {
        byte[] data = record.Bytes.Slice(RecordHeaderLength, length).ToArray();
        (PacketDirection direction, PacketReception reception) = _isModified
            ? PacketType.Decode(record.Bytes[PacketTypeOffset])
            : PacketType.Decode(_linkLayer, data);
        return new CapturedFrame
        {
            TimestampNanoseconds =
                (record.UInt32(0) * NanosecondsPerSecond) + ((long)record.UInt32(4) * _nanosecondsPerUnit), // ts.tv_sec, ts.tv_usec
            Data = data,
            OriginalLength = FrameLength.Original(record.UInt32(12), length), // len
            LinkLayer = _linkLayer,
            Direction = direction,
            Reception = reception,
        };
    }
}

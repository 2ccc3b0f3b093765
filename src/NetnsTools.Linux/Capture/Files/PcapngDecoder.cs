using System;
using System.Collections.Generic;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>pcapng: any number of sections, each in its own byte order, with interfaces and packets. All else is passed over.</summary>
internal sealed class PcapngDecoder : FrameDecoder
{
    private const int MaximumBlockLength = FrameLength.Maximum + (1024 * 1024); // what options may add
    private const int MaximumInterfaces = 65_536;

    private readonly List<PcapngInterface> _interfaces = [];
    private bool _isBigEndian;

    private PcapngDecoder(CaptureInput input)
        : base(input)
    {
    }

    /// <inheritdoc/>
    public override CaptureFileFormat Format => CaptureFileFormat.Pcapng;

    /// <summary>Looks at the first section's header, and leaves it; null where the file is not one of pcapng.</summary>
    /// <exception cref="NetworkException">It is one, but is cut off at once.</exception>
    public static PcapngDecoder? TryOpen(CaptureInput input)
    {
        if (!input.TryFill(sizeof(uint)) || new FieldReader(input.Window, isBigEndian: false).UInt32(0) != PcapngBlockType.Section)
        {
            return null;
        }

        if (!input.TryFill(PcapngWire.SectionMagicEnd))
        {
            throw CaptureFileFault.NoCapture(input.Path, $"a pcapng file has a longer header than its {input.Window.Length} bytes");
        }

        return TryReadOrder(input.Window, out _) ? new PcapngDecoder(input) : null;
    }

    /// <inheritdoc/>
    public override CapturedFrame? Next()
    {
        while (Input.TryFill(PcapngWire.BlockHeaderLength))
        {
            if (ReadBlock() is { } frame)
            {
                return frame;
            }
        }

        return Input.Window.IsEmpty
            ? null
            : throw Input.Damaged($"of a block's header of {PcapngWire.BlockHeaderLength} bytes there are only {Input.Window.Length}");
    }

    private static bool TryReadOrder(ReadOnlySpan<byte> section, out bool isBigEndian)
    {
        isBigEndian = new FieldReader(section, isBigEndian: true).UInt32(PcapngWire.BlockHeaderLength) == PcapngWire.ByteOrderMagic;
        return isBigEndian
            || new FieldReader(section, isBigEndian: false).UInt32(PcapngWire.BlockHeaderLength) == PcapngWire.ByteOrderMagic;
    }

    // One block; the packet, if it was one.
    private CapturedFrame? ReadBlock()
    {
        uint type = new FieldReader(Input.Window, _isBigEndian).UInt32(0); // block type
        if (type == PcapngBlockType.Section)
        {
            BeginSection();
        }

        uint length = new FieldReader(Input.Window, _isBigEndian).UInt32(sizeof(uint)); // block total length
        if (length < PcapngWire.BlockHeaderLength + PcapngWire.BlockTrailerLength)
        {
            throw Input.Damaged($"a block of {length} bytes, which is shorter than its header");
        }

        // Some writers leave the padding out of the length, though not out of the file.
        long padded = PcapngWire.Align(length);
        if (!IsRead(type))
        {
            Skip(length, padded);
            return null;
        }

        if (padded > MaximumBlockLength)
        {
            throw Input.Damaged($"a block of {length} bytes, where {MaximumBlockLength} are the most");
        }

        if (!Input.TryFill((int)padded))
        {
            throw Input.Damaged($"of a block of {length} bytes there are only {Input.Window.Length}");
        }

        FieldReader block = new(Input.Window, _isBigEndian);
        int bodyLength = (int)padded - PcapngWire.BlockHeaderLength - PcapngWire.BlockTrailerLength;
        CheckTrailer(length, block.UInt32(PcapngWire.BlockHeaderLength + bodyLength));
        CapturedFrame? frame = Decode(type, block.Slice(PcapngWire.BlockHeaderLength, bodyLength));
        Input.Advance((int)padded);
        return frame;
    }

    private static bool IsRead(uint type) => type is PcapngBlockType.Section or PcapngBlockType.Interface
        or PcapngBlockType.EnhancedPacket or PcapngBlockType.SimplePacket or PcapngBlockType.ObsoletePacket;

    private void Skip(uint length, long padded)
    {
        if (!Input.TrySkip(padded - PcapngWire.BlockTrailerLength) || !Input.TryFill(PcapngWire.BlockTrailerLength))
        {
            throw Input.Damaged($"the file ends within a block of {length} bytes");
        }

        CheckTrailer(length, new FieldReader(Input.Window, _isBigEndian).UInt32(0));
        Input.Advance(PcapngWire.BlockTrailerLength);
    }

    private void CheckTrailer(uint length, uint trailer)
    {
        if (trailer != length)
        {
            throw Input.Damaged($"a block says {length} bytes in front and {trailer} behind");
        }
    }

    private void BeginSection()
    {
        if (!Input.TryFill(PcapngWire.SectionMagicEnd))
        {
            throw Input.Damaged($"of a section's header there are only {Input.Window.Length} bytes");
        }

        if (!TryReadOrder(Input.Window, out _isBigEndian))
        {
            throw Input.Damaged("a section does not say its byte order");
        }

        _interfaces.Clear();
    }

    private CapturedFrame? Decode(uint type, FieldReader body)
    {
        switch (type)
        {
            case PcapngBlockType.Section:
                CheckSection(body);
                return null;
            case PcapngBlockType.Interface:
                AddInterface(body);
                return null;
            case PcapngBlockType.EnhancedPacket:
                CheckLength(body, PcapngWire.PacketBodyLength);
                return DecodePacket(body, body.UInt32(0)); // interface id
            case PcapngBlockType.ObsoletePacket:
                CheckLength(body, PcapngWire.PacketBodyLength);
                return DecodePacket(body, body.UInt16(0)); // interface id; a count of drops follows
            default:
                CheckLength(body, PcapngWire.SimplePacketBodyLength);
                return DecodeSimplePacket(body);
        }
    }

    private void CheckSection(FieldReader body)
    {
        CheckLength(body, PcapngWire.SectionBodyLength);
        (ushort major, ushort minor) = (body.UInt16(4), body.UInt16(6)); // major version, minor version
        if (major != PcapngWire.MajorVersion)
        {
            throw Input.Damaged($"a section of version {major}.{minor}, which is not known");
        }
    }

    private void AddInterface(FieldReader body)
    {
        CheckLength(body, PcapngWire.InterfaceBodyLength);
        if (_interfaces.Count == MaximumInterfaces)
        {
            throw Input.Damaged($"a section of more than {MaximumInterfaces} interfaces");
        }

        PcapngOptionReader options = new(Input, body.From(PcapngWire.InterfaceBodyLength));
        _interfaces.Add(PcapngInterface.Decode(body, options));
    }

    private CapturedFrame DecodePacket(FieldReader body, uint interfaceId)
    {
        PcapngInterface source = FindInterface(interfaceId);
        uint length = body.UInt32(12); // captured packet length
        CheckCaptured(length, body.Length - PcapngWire.PacketBodyLength);
        uint flags = 0;
        int optionsStart = (int)Math.Min(PcapngWire.PacketBodyLength + PcapngWire.Align(length), body.Length);
        PcapngOptionReader options = new(Input, body.From(optionsStart));
        while (options.TryTake(out ushort code, out FieldReader value))
        {
            if (code == PcapngOption.PacketFlags && value.Length >= sizeof(uint))
            {
                flags = value.UInt32(0);
            }
        }

        return Make(
            source,
            source.Unit.ToNanoseconds(body.Time(4)), // timestamp, upper and lower half
            body.Bytes.Slice(PcapngWire.PacketBodyLength, (int)length),
            body.UInt32(16), // original packet length
            flags);
    }

    // It has no time, and no captured length of its own.
    private CapturedFrame DecodeSimplePacket(FieldReader body)
    {
        PcapngInterface source = FindInterface(0);
        uint original = body.UInt32(0); // original packet length
        uint length = source.SnapLength == 0 ? original : Math.Min(original, source.SnapLength);
        CheckCaptured(length, body.Length - PcapngWire.SimplePacketBodyLength);
        return Make(source, 0, body.Bytes.Slice(PcapngWire.SimplePacketBodyLength, (int)length), original, 0);
    }

    private static CapturedFrame Make(PcapngInterface source, long time, ReadOnlySpan<byte> captured, uint original, uint flags)
    {
        byte[] data = captured.ToArray();
        (PacketDirection direction, PacketReception reception) = flags == 0
            ? PacketType.Decode(source.LinkLayer, data)
            : (PacketFlags.Direction(flags), PacketFlags.Reception(flags));
        return new CapturedFrame
        {
            TimestampNanoseconds = time,
            Data = data,
            OriginalLength = FrameLength.Original(original, data.Length),
            LinkLayer = source.LinkLayer,
            Direction = direction,
            Reception = reception,
            Interface = source.Name,
            Namespace = source.Namespace,
            IsChecksumPending = PacketFlags.IsChecksumPending(flags),
        };
    }

    private PcapngInterface FindInterface(uint id) => id < _interfaces.Count
        ? _interfaces[(int)id]
        : throw Input.Damaged($"a packet of interface {id}, where {_interfaces.Count} are described");

    private void CheckLength(FieldReader body, int least)
    {
        if (body.Length < least)
        {
            throw Input.Damaged($"a block whose {body.Length} bytes inside should be {least} or more");
        }
    }

    private void CheckCaptured(uint length, int room)
    {
        if (length > Math.Min(room, FrameLength.Maximum))
        {
            throw Input.Damaged($"a packet of {length} bytes in a block with room for {room}");
        }
    }
}

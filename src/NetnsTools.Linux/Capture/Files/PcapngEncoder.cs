using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>pcapng, little endian: one section, an interface when its first packet comes, times in nanoseconds.</summary>
internal sealed class PcapngEncoder(CaptureOutput output, CaptureFileOptions options) : FrameEncoder(output, options)
{
    private const byte Nanoseconds = 9; // if_tsresol: 10^-9
    private const int FlagsOptionLength = 12; // epb_flags and opt_endofopt

    private readonly Dictionary<InterfaceKey, uint> _interfaces = [];
    private (InterfaceKey Key, uint Id)? _last;
    private bool _begun;

    /// <inheritdoc/>
    public override void Begin()
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        Version version = typeof(PcapngEncoder).Assembly.GetName().Version!;
        Append(new PcapngBlockBuilder(PcapngBlockType.Section)
            .UInt32(PcapngWire.ByteOrderMagic)
            .UInt16(PcapngWire.MajorVersion)
            .UInt16(PcapngWire.MinorVersion)
            .UInt64(PcapngWire.UnknownSectionLength)
            .Option(PcapngOption.SectionSystem, $"Linux {Environment.OSVersion.Version.ToString(3)}")
            .Option(PcapngOption.SectionApplication, $"NetnsTools {version.ToString(3)}"));
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        Begin();
        // libpcap opens no file without an interface.
        if (_interfaces.Count == 0)
        {
            _ = InterfaceOf(new InterfaceKey(null, null, Options.LinkLayer));
        }
    }

    /// <inheritdoc/>
    public override void Write(CapturedFrame frame)
    {
        Validate(frame);
        uint id = InterfaceOf(new InterfaceKey(frame.Namespace, frame.Interface, frame.LinkLayer));
        uint flags = PacketFlags.Encode(frame);
        int optionsStart = PcapngWire.BlockHeaderLength + PcapngWire.PacketBodyLength + (int)PcapngWire.Align(frame.Data.Length);
        int length = optionsStart + (flags == 0 ? 0 : FlagsOptionLength) + PcapngWire.BlockTrailerLength;

        Span<byte> block = Output.Append(length);
        BinaryPrimitives.WriteUInt32LittleEndian(block, PcapngBlockType.EnhancedPacket); // block type
        BinaryPrimitives.WriteUInt32LittleEndian(block[4..], (uint)length); // block total length
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], id); // interface id
        BinaryPrimitives.WriteUInt32LittleEndian(block[12..], (uint)(frame.TimestampNanoseconds >> 32)); // timestamp, upper half
        BinaryPrimitives.WriteUInt32LittleEndian(block[16..], (uint)frame.TimestampNanoseconds); // timestamp, lower half
        BinaryPrimitives.WriteUInt32LittleEndian(block[20..], (uint)frame.Data.Length); // captured packet length
        BinaryPrimitives.WriteUInt32LittleEndian(block[24..], (uint)frame.OriginalLength); // original packet length
        frame.Data.CopyTo(block[28..]);
        block[(28 + frame.Data.Length)..optionsStart].Clear();
        if (flags != 0)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(block[optionsStart..], PcapngOption.PacketFlags);
            BinaryPrimitives.WriteUInt16LittleEndian(block[(optionsStart + 2)..], sizeof(uint));
            BinaryPrimitives.WriteUInt32LittleEndian(block[(optionsStart + 4)..], flags);
            BinaryPrimitives.WriteUInt32LittleEndian(block[(optionsStart + 8)..], PcapngOption.End);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(block[^PcapngWire.BlockTrailerLength..], (uint)length); // block total length
    }

    /// <inheritdoc/>
    public override void Write(CaptureFileStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        InterfaceKey key = new(statistics.Namespace, statistics.Interface, statistics.LinkLayer);
        PcapngBlockBuilder block = new PcapngBlockBuilder(PcapngBlockType.Statistics)
            .UInt32(InterfaceOf(key))
            .Time(statistics.EndNanoseconds);
        if (statistics.StartNanoseconds is { } start)
        {
            _ = block.TimeOption(PcapngOption.StatisticsStart, start);
        }

        Append(block
            .TimeOption(PcapngOption.StatisticsEnd, statistics.EndNanoseconds)
            .Option(PcapngOption.StatisticsReceived, (ulong)statistics.Received)
            .Option(PcapngOption.StatisticsDropped, (ulong)statistics.Dropped));
    }

    private uint InterfaceOf(InterfaceKey key)
    {
        Begin();
        // One packet follows another on the same interface, mostly.
        if (_last is { } last && last.Key == key)
        {
            return last.Id;
        }

        if (!_interfaces.TryGetValue(key, out uint id))
        {
            id = (uint)_interfaces.Count;
            Describe(key);
            _interfaces.Add(key, id);
        }

        _last = (key, id);
        return id;
    }

    private void Describe(InterfaceKey key)
    {
        if ((int)key.LinkLayer is < 0 or > ushort.MaxValue)
        {
            throw CaptureFileFault.NotWritable(Output.Path, $"a packet is of link-layer type {(int)key.LinkLayer}, for which pcapng has no place.");
        }

        PcapngBlockBuilder block = new PcapngBlockBuilder(PcapngBlockType.Interface)
            .UInt16((ushort)key.LinkLayer)
            .UInt16(0)
            .UInt32((uint)Options.SnapLength)
            .Option(PcapngOption.InterfaceName, Checked(key.Name))
            .Option(PcapngOption.InterfaceDescription, Checked(NamespaceDescription.Format(key.Namespace)))
            .Option(PcapngOption.InterfaceResolution, [Nanoseconds]);
        if (Options.Filter is not null)
        {
            _ = block.Option(PcapngOption.InterfaceFilter, [PcapngWire.LibpcapFilter, .. Encoding.UTF8.GetBytes(Checked(Options.Filter)!)]);
        }

        Append(block);
    }

    private void Append(PcapngBlockBuilder builder)
    {
        byte[] block = builder.Build();
        block.CopyTo(Output.Append(block.Length));
    }

    private string? Checked(string? text) => text is null || Encoding.UTF8.GetByteCount(text) < ushort.MaxValue
        ? text
        : throw CaptureFileFault.NotWritable(Output.Path, $"a name or filter of {text.Length} characters is too long for it.");

    private readonly record struct InterfaceKey(string? Namespace, string? Name, LinkLayer LinkLayer);
}

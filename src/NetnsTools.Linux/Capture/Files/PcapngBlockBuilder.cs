using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>One block that is written seldom, little endian: fixed fields, then options.</summary>
internal sealed class PcapngBlockBuilder
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private bool _hasOptions;

    public PcapngBlockBuilder(uint type) => UInt32(type).UInt32(0); // block total length, known at the end

    public PcapngBlockBuilder UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Reserve(sizeof(ushort)), value);
        return this;
    }

    public PcapngBlockBuilder UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(sizeof(uint)), value);
        return this;
    }

    public PcapngBlockBuilder UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);
        return this;
    }

    /// <summary>A time: its higher half comes first, in either byte order.</summary>
    public PcapngBlockBuilder Time(long value) => UInt32((uint)(value >> 32)).UInt32((uint)value);

    public PcapngBlockBuilder Option(ushort code, ReadOnlySpan<byte> value)
    {
        _ = OptionHeader(code, value.Length);
        value.CopyTo(Reserve(value.Length));
        Reserve((int)PcapngWire.Align(value.Length) - value.Length).Clear();
        return this;
    }

    /// <summary>An option with text; none for null.</summary>
    public PcapngBlockBuilder Option(ushort code, string? value) =>
        value is null ? this : Option(code, Encoding.UTF8.GetBytes(value));

    public PcapngBlockBuilder Option(ushort code, ulong value) => OptionHeader(code, sizeof(ulong)).UInt64(value);

    public PcapngBlockBuilder TimeOption(ushort code, long value) => OptionHeader(code, sizeof(ulong)).Time(value);

    /// <summary>The whole block, with its length in front and behind.</summary>
    public byte[] Build()
    {
        if (_hasOptions)
        {
            _ = OptionHeader(PcapngOption.End, 0);
        }

        uint length = (uint)(_bytes.WrittenCount + PcapngWire.BlockTrailerLength);
        byte[] block = UInt32(length)._bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(sizeof(uint)), length);
        return block;
    }

    private PcapngBlockBuilder OptionHeader(ushort code, int length)
    {
        _hasOptions = true;
        return UInt16(code).UInt16(checked((ushort)length));
    }

    private Span<byte> Reserve(int length)
    {
        Span<byte> bytes = _bytes.GetSpan(length)[..length];
        _bytes.Advance(length);
        return bytes;
    }
}

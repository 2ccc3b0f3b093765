using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>A pcapng file, block by block, in either byte order: what no tool here writes.</summary>
internal sealed class PcapngFile(bool isBigEndian)
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public PcapngFile Section(ushort major = 1) =>
        Block(0x0a0d0d0a, [.. UInt32(0x1a2b3c4d), .. UInt16(major), .. UInt16(0), .. UInt32(uint.MaxValue), .. UInt32(uint.MaxValue)]);

    public PcapngFile Interface(ushort linkLayer = 1, uint snapLength = 0, params byte[][] options) =>
        Block(1, [.. UInt16(linkLayer), .. UInt16(0), .. UInt32(snapLength), .. options.SelectMany(static option => option)]);

    public PcapngFile Packet(ulong time, byte[] data, uint id = 0, uint? original = null, params byte[][] options) =>
        Block(6, [.. UInt32(id), .. PacketBody(time, data, original), .. options.SelectMany(static option => option)]);

    public PcapngFile ObsoletePacket(ulong time, byte[] data, ushort id = 0, ushort drops = 0, params byte[][] options) =>
        Block(2, [.. UInt16(id), .. UInt16(drops), .. PacketBody(time, data, null), .. options.SelectMany(static option => option)]);

    public PcapngFile SimplePacket(uint original, byte[] data) => Block(3, [.. UInt32(original), .. Padded(data)]);

    public PcapngFile Block(uint type, byte[] body, uint? length = null, uint? trailer = null)
    {
        uint total = length ?? (uint)body.Length + 12;
        _bytes.AddRange([.. UInt32(type), .. UInt32(total), .. body, .. UInt32(trailer ?? total)]);
        return this;
    }

    /// <summary>The rest of the file in the other byte order, or the same.</summary>
    public PcapngFile Then(PcapngFile other)
    {
        _bytes.AddRange(other._bytes);
        return this;
    }

    public byte[] Option(ushort code, params byte[] value) => [.. UInt16(code), .. UInt16((ushort)value.Length), .. Padded(value)];

    public byte[] Option(ushort code, string value) => Option(code, Encoding.UTF8.GetBytes(value));

    public byte[] UInt16(ushort value)
    {
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        return bytes;
    }

    public byte[] UInt32(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        return bytes;
    }

    public byte[] Int64(long value)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        return bytes;
    }

    private static byte[] Padded(byte[] value) => [.. value, .. new byte[-value.Length & 3]];

    private byte[] PacketBody(ulong time, byte[] data, uint? original) =>
    [
        .. UInt32((uint)(time >> 32)), .. UInt32((uint)time), .. UInt32((uint)data.Length), .. UInt32(original ?? (uint)data.Length),
        .. Padded(data),
    ];
}

using System;
using System.Buffers.Binary;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>Fields of a file in the byte order of the machine that wrote it.</summary>
internal readonly ref struct FieldReader(ReadOnlySpan<byte> bytes, bool isBigEndian)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public int Length => Bytes.Length;

    public ushort UInt16(int offset) => isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(Bytes[offset..])
        : BinaryPrimitives.ReadUInt16LittleEndian(Bytes[offset..]);

    public uint UInt32(int offset) => isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(Bytes[offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(Bytes[offset..]);

    public long Int64(int offset) => isBigEndian
        ? BinaryPrimitives.ReadInt64BigEndian(Bytes[offset..])
        : BinaryPrimitives.ReadInt64LittleEndian(Bytes[offset..]);

    /// <summary>A pcapng time: its higher half comes first, in either byte order.</summary>
    public ulong Time(int offset) => ((ulong)UInt32(offset) << 32) | UInt32(offset + sizeof(uint));

    public FieldReader From(int offset) => new(Bytes[offset..], isBigEndian);

    public FieldReader Slice(int offset, int length) => new(Bytes.Slice(offset, length), isBigEndian);
}

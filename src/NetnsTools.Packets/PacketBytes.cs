using System;
using System.Buffers.Binary;
using PacketDotNet.Utils;

namespace NetnsTools.Packets;

/// <summary>A part of a frame: the bytes that were captured, and how many there were on the wire.</summary>
internal readonly struct PacketBytes(ReadOnlyMemory<byte> memory, int length)
{
    private const int Room = sizeof(ulong);

    /// <summary>What was captured.</summary>
    public ReadOnlyMemory<byte> Memory { get; } = memory;

    /// <summary>Bytes on the wire: never less than were captured.</summary>
    public int Length { get; } = length;

    public ReadOnlySpan<byte> Span => Memory.Span;

    public int Captured => Memory.Length;

    /// <summary>Whether none is missing.</summary>
    public bool IsWhole => Captured == Length;

    public int Number16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Span[offset..]);

    public uint Number32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(Span[offset..]);

    /// <summary>What is behind the first so many.</summary>
    public PacketBytes Skip(int count) => new(Memory[Math.Min(count, Captured)..], Math.Max(Length - count, 0));

    /// <summary>Not more than the first so many.</summary>
    public PacketBytes Take(int count) => new(Memory[..Math.Min(count, Captured)], Math.Min(Length, count));

    /// <summary>The same bytes as the beginning of something that had so many.</summary>
    public PacketBytes OfLength(int length) => new(Memory, Math.Max(length, Captured));

    /// <summary>A copy of the first so many for PacketDotNet, which writes into what it is given and reads beyond it.</summary>
    public ByteArraySegment Header(int count)
    {
        byte[] copy = new byte[count + Room];
        Span[..count].CopyTo(copy);
        return new ByteArraySegment(copy, 0, count);
    }
}

using System;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Packets;

/// <summary>The Internet checksum (RFC 1071), whose parts can be summed up one after the other.</summary>
public static class InternetChecksum
{
    /// <summary>Adds bytes to a sum; all parts but the last have an even number of them.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="sum">The sum so far.</param>
    public static ulong Add(ReadOnlySpan<byte> data, ulong sum)
    {
        // In the machine's byte order, and four at a time: the sum's bytes are swapped just once, at the end.
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(data);
        foreach (uint word in words)
        {
            sum += word;
        }

        Span<byte> rest = stackalloc byte[sizeof(uint)];
        rest.Clear();
        data[(words.Length * sizeof(uint))..].CopyTo(rest);
        return sum + MemoryMarshal.Read<uint>(rest);
    }

    /// <summary>The checksum of a sum: 0 over bytes that have a right one among them.</summary>
    public static ushort Finish(ulong sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        ushort checksum = (ushort)~sum;
        return BitConverter.IsLittleEndian ? (ushort)((checksum << 8) | (checksum >> 8)) : checksum;
    }

    /// <summary>The checksum of these bytes.</summary>
    public static ushort Of(ReadOnlySpan<byte> data) => Finish(Add(data, 0));
}

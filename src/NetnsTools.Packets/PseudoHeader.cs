using System;
using System.Buffers.Binary;
using NetnsTools.Linux.Packets;

namespace NetnsTools.Packets;

/// <summary>What checksums of TCP, UDP and ICMPv6 take in besides their own bytes.</summary>
internal readonly struct PseudoHeader(ReadOnlySpan<byte> addresses, IPProtocol protocol, bool isKnown)
{
    private readonly ulong _sum = InternetChecksum.Add(addresses, 0);

    /// <summary>Whether a whole packet follows, and no part of one.</summary>
    public bool IsWhole => isKnown;

    /// <summary>Whether the checksum is right; null where that cannot be known.</summary>
    public bool? Verify(PacketBytes bytes)
    {
        if (!isKnown || !bytes.IsWhole)
        {
            return null;
        }

        // Length and protocol: in IPv4 they are narrower, which is the same sum.
        Span<byte> rest = stackalloc byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(rest, (uint)bytes.Length);
        BinaryPrimitives.WriteUInt32BigEndian(rest[sizeof(uint)..], (uint)protocol);
        return InternetChecksum.Finish(InternetChecksum.Add(bytes.Span, InternetChecksum.Add(rest, _sum))) == 0;
    }
}

using System;
using System.Buffers.Binary;
using System.Net;
using NetnsTools.Linux.Packets;

namespace NetnsTools.Linux.Icmp;

/// <summary>ICMP and ICMPv6 echo on the wire (RFC 792, RFC 4443). No I/O; never throws on what it reads.</summary>
internal static class EchoCodec
{
    public const int HeaderLength = 8;

    private const byte EchoRequest4 = 8; // ICMP_ECHO
    private const byte EchoReply4 = 0; // ICMP_ECHOREPLY
    private const byte Unreachable4 = 3; // ICMP_DEST_UNREACH
    private const byte TimeExceeded4 = 11; // ICMP_TIME_EXCEEDED
    private const byte Unreachable6 = 1; // ICMPV6_DEST_UNREACH
    private const byte PacketTooBig6 = 2; // ICMPV6_PKT_TOOBIG
    private const byte TimeExceeded6 = 3; // ICMPV6_TIME_EXCEED
    private const byte EchoRequest6 = 128; // ICMPV6_ECHO_REQUEST
    private const byte EchoReply6 = 129; // ICMPV6_ECHO_REPLY
    private const byte IcmpProtocol = 1;
    private const byte Icmp6Protocol = 58;
    private const byte Fragment6 = 44; // IPPROTO_FRAGMENT
    private const int MinimumHeader4 = 20;
    private const int Header6 = 40;
    private const int FragmentHeader6 = 8; // sizeof(struct frag_hdr)
    private const ushort FragmentOffset6 = 0xfff8; // IP6_OFFSET

    /// <summary>ICMP_FILTER: the types that are kept from the socket. All but replies and errors.</summary>
    public const uint BlockedTypes4 = ~((1u << EchoReply4) | (1u << Unreachable4) | (1u << TimeExceeded4));

    /// <summary>The types that ICMPV6_FILTER lets through.</summary>
    public static ReadOnlySpan<byte> PassedTypes6 => [Unreachable6, PacketTooBig6, TimeExceeded6, EchoReply6];

    /// <summary>Writes header and checksum of an echo request over a payload that is in place.</summary>
    /// <param name="packet">Header and payload.</param>
    /// <param name="isIPv6">ICMPv6, whose checksum is the kernel's.</param>
    /// <param name="identifier">See RFC 792.</param>
    /// <param name="sequence">See RFC 792.</param>
    public static void WriteRequest(Span<byte> packet, bool isIPv6, ushort identifier, ushort sequence)
    {
        packet[0] = isIPv6 ? EchoRequest6 : EchoRequest4;
        packet[1] = 0;
        packet[2] = packet[3] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], identifier);
        BinaryPrimitives.WriteUInt16BigEndian(packet[6..], sequence);
        if (!isIPv6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], InternetChecksum.Of(packet));
        }
    }

    /// <summary>Reads what a raw IPv4 socket gives: the IP header comes with it.</summary>
    public static EchoMessage? Read4(ReadOnlySpan<byte> datagram)
    {
        if (!TrySkipHeader4(datagram, out int header))
        {
            return null;
        }

        ReadOnlySpan<byte> icmp = datagram[header..];
        if (icmp.Length < HeaderLength)
        {
            return null;
        }

        int timeToLive = datagram[8];
        if (icmp[0] == EchoReply4)
        {
            return Reply(icmp, header, timeToLive);
        }

        EchoStatus? status = Status4(icmp[0], icmp[1]);
        ReadOnlySpan<byte> quoted = icmp[HeaderLength..];
        if (status is not { } error || !TrySkipHeader4(quoted, out int quotedHeader) || quoted[9] != IcmpProtocol)
        {
            return null;
        }

        return Quote(error, quoted[quotedHeader..], EchoRequest4, quoted.Slice(16, 4), timeToLive, icmp.Length);
    }

    /// <summary>Reads what a raw ICMPv6 socket gives: no IP header.</summary>
    public static EchoMessage? Read6(ReadOnlySpan<byte> icmp)
    {
        if (icmp.Length < HeaderLength)
        {
            return null;
        }

        if (icmp[0] == EchoReply6)
        {
            return Reply(icmp, 0, null);
        }

        EchoStatus? status = Status6(icmp[0], icmp[1]);
        ReadOnlySpan<byte> quoted = icmp[HeaderLength..];
        if (status is not { } error || !TrySkipHeader6(quoted, out int quotedHeader))
        {
            return null;
        }

        return Quote(error, quoted[quotedHeader..], EchoRequest6, quoted.Slice(24, 16), null, icmp.Length);
    }

    private static EchoMessage Reply(ReadOnlySpan<byte> icmp, int offset, int? timeToLive) => new(
        EchoStatus.Success,
        BinaryPrimitives.ReadUInt16BigEndian(icmp[4..]),
        BinaryPrimitives.ReadUInt16BigEndian(icmp[6..]),
        timeToLive,
        icmp.Length,
        null,
        (offset + HeaderLength)..);

    // An error quotes the IP header and at least eight bytes of what it is about: just our header.
    private static EchoMessage? Quote(
        EchoStatus status, ReadOnlySpan<byte> echo, byte requestType, ReadOnlySpan<byte> target, int? timeToLive, int size) =>
        echo.Length < HeaderLength || echo[0] != requestType
            ? null
            : new EchoMessage(
                status,
                BinaryPrimitives.ReadUInt16BigEndian(echo[4..]),
                BinaryPrimitives.ReadUInt16BigEndian(echo[6..]),
                timeToLive,
                size,
                new IPAddress(target),
                default);

    private static bool TrySkipHeader4(ReadOnlySpan<byte> datagram, out int length)
    {
        length = datagram.IsEmpty ? 0 : (datagram[0] & 0xf) * 4; // ihl
        return length >= MinimumHeader4 && datagram.Length >= length;
    }

    // An echo longer than the MTU is quoted as it went: in fragments, of which only the first has our header.
    private static bool TrySkipHeader6(ReadOnlySpan<byte> datagram, out int length)
    {
        length = Header6;
        if (datagram.Length < length || datagram[6] != Fragment6)
        {
            return datagram.Length >= length && datagram[6] == Icmp6Protocol;
        }

        ReadOnlySpan<byte> fragment = datagram[Header6..];
        length += FragmentHeader6;
        return fragment.Length >= FragmentHeader6
            && fragment[0] == Icmp6Protocol
            && (BinaryPrimitives.ReadUInt16BigEndian(fragment[2..]) & FragmentOffset6) == 0;
    }

    private static EchoStatus? Status4(byte type, byte code) => (type, code) switch
    {
        (Unreachable4, 0 or 6 or 11) => EchoStatus.NetworkUnreachable,
        (Unreachable4, 1 or 7 or 12) => EchoStatus.HostUnreachable,
        (Unreachable4, 4) => EchoStatus.PacketTooBig, // ICMP_FRAG_NEEDED
        (Unreachable4, 9 or 10 or 13) => EchoStatus.Prohibited,
        (Unreachable4, _) => EchoStatus.Unreachable,
        (TimeExceeded4, _) => EchoStatus.TimeToLiveExceeded,
        _ => null,
    };

    private static EchoStatus? Status6(byte type, byte code) => (type, code) switch
    {
        (Unreachable6, 0) => EchoStatus.NetworkUnreachable,
        (Unreachable6, 3) => EchoStatus.HostUnreachable,
        (Unreachable6, 1 or 5 or 6) => EchoStatus.Prohibited,
        (Unreachable6, _) => EchoStatus.Unreachable,
        (PacketTooBig6, _) => EchoStatus.PacketTooBig,
        (TimeExceeded6, _) => EchoStatus.TimeToLiveExceeded,
        _ => null,
    };
}

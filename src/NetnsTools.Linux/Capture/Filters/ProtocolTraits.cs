using System;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>What a filter must know of protocols.</summary>
internal static class ProtocolTraits
{
    public const byte Icmp = 1; // IPPROTO_ICMP
    public const byte Igmp = 2; // IPPROTO_IGMP
    public const byte Tcp = 6; // IPPROTO_TCP
    public const byte Udp = 17; // IPPROTO_UDP
    public const byte IcmpV6 = 58; // IPPROTO_ICMPV6
    public const byte Sctp = 132; // IPPROTO_SCTP

    /// <summary>Its word in tcpdump's filter language.</summary>
#pragma warning disable CA1308 // Words of that language are lower case.
    public static string Word(this CaptureProtocol protocol) => protocol.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>What IP headers say of it; null for IP itself and for what goes without.</summary>
    public static byte? Number(this CaptureProtocol protocol) => protocol switch
    {
        CaptureProtocol.Icmp => Icmp,
        CaptureProtocol.Igmp => Igmp,
        CaptureProtocol.Tcp => Tcp,
        CaptureProtocol.Udp => Udp,
        CaptureProtocol.Icmp6 => IcmpV6,
        CaptureProtocol.Sctp => Sctp,
        CaptureProtocol.Ip or CaptureProtocol.Ip6 or CaptureProtocol.Arp => null,
        _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "No such protocol."),
    };

    /// <summary>Whether it can go with IPv4 addresses: over IPv4, or ARP that asks for them.</summary>
    public static bool HasIPv4Addresses(this CaptureProtocol protocol) => protocol is not (CaptureProtocol.Ip6 or CaptureProtocol.Icmp6);

    /// <summary>Whether it goes over IPv6.</summary>
    public static bool HasIPv6Addresses(this CaptureProtocol protocol) =>
        protocol is CaptureProtocol.Ip6 or CaptureProtocol.Icmp6 || protocol.IsTransport();

    /// <summary>Whether it has ports itself.</summary>
    public static bool IsTransport(this CaptureProtocol protocol) =>
        protocol is CaptureProtocol.Tcp or CaptureProtocol.Udp or CaptureProtocol.Sctp;

    /// <summary>Whether it has ports, or can carry what has.</summary>
    public static bool CanHavePorts(this CaptureProtocol protocol) =>
        protocol is CaptureProtocol.Ip or CaptureProtocol.Ip6 || protocol.IsTransport();
}

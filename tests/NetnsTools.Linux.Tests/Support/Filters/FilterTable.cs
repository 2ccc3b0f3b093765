using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Capture;

namespace NetnsTools.Linux.Tests.Support.Filters;

/// <summary>Frames by name, and which of them each filter takes.</summary>
internal static class FilterTable
{
    private const int IPv4 = 0x0800;
    private const int IPv6 = 0x86dd;
    private const int Arp = 0x0806;

    private static readonly byte[] Web = Frame.Ports(40000, 80);
    private static readonly byte[] Behind = Frame.Extension(Frame.Tcp, Web);

    /// <summary>Ethernet frames.</summary>
    public static IReadOnlyDictionary<string, byte[]> Frames { get; } = new Dictionary<string, byte[]>
    {
        ["icmp"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Icmp, new byte[8])),
        ["igmp"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Igmp, new byte[8], destination: "224.0.0.22", options: 1)),
        ["gre"] = Frame.Ethernet(IPv4, Frame.IPv4(47, new byte[8], "172.16.0.1", "172.16.0.2")),
        ["tcp"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Tcp, Web)),
        ["tcp-back"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Tcp, Frame.Ports(80, 40000), "10.0.0.20", "10.0.0.10")),
        ["tcp-options"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Tcp, Web, options: 10)),
        ["tcp-first"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Tcp, Web, more: true)),
        ["tcp-later"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Tcp, Web, offset: 1480)),
        ["udp"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Udp, Frame.Ports(53, 8050), "10.0.1.1", "10.0.0.20")),
        ["sctp"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Sctp, Frame.Ports(80, 9), "192.168.1.1", "192.168.1.2")),
        ["tcp-no-addresses"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Tcp, Web)[..18]),
        ["tcp-no-ports"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Tcp, Web)[..22]),
        ["tcp-source-port"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Tcp, Frame.Ports(80, 1))[..23]),
        ["icmp6"] = Frame.Ethernet(IPv6, Frame.IPv6(Frame.IcmpV6, new byte[8], "fe80::1", "ff02::1")),
        ["icmp6-report"] = Frame.Ethernet(IPv6, Frame.IPv6(0, Frame.Extension(Frame.IcmpV6, new byte[8]), "fe80::1", "ff02::16")),
        ["nothing6"] = Frame.Ethernet(IPv6, Frame.IPv6(59, new byte[8])),
        ["tcp6"] = Frame.Ethernet(IPv6, Frame.IPv6(Frame.Tcp, Web)),
        ["udp6"] = Frame.Ethernet(IPv6, Frame.IPv6(Frame.Udp, Frame.Ports(8099, 1024), "fd00::20", "fd00:0:0:1::1")),
        ["sctp6"] = Frame.Ethernet(IPv6, Frame.IPv6(Frame.Sctp, Web, "2001:db8::1", "2001:db8::2")),
        ["tcp6-hop"] = Frame.Ethernet(IPv6, Frame.IPv6(0, Behind)),
        ["tcp6-routing"] = Frame.Ethernet(IPv6, Frame.IPv6(43, Frame.Extension(Frame.Tcp, Web, units: 4))),
        ["tcp6-options"] = Frame.Ethernet(IPv6, Frame.IPv6(60, Behind)),
        ["tcp6-mobility"] = Frame.Ethernet(IPv6, Frame.IPv6(135, Behind)),
        ["tcp6-hip"] = Frame.Ethernet(IPv6, Frame.IPv6(139, Behind)),
        ["tcp6-shim"] = Frame.Ethernet(IPv6, Frame.IPv6(140, Behind)),
        ["tcp6-authentication"] = Frame.Ethernet(IPv6, Frame.IPv6(51, Frame.Authentication(Frame.Tcp, Web))),
        ["tcp6-atomic"] = Frame.Ethernet(IPv6, Frame.IPv6(44, Frame.Fragment(Frame.Tcp, Web))),
        ["tcp6-first"] = Frame.Ethernet(IPv6, Frame.IPv6(44, Frame.Fragment(Frame.Tcp, Web, more: true))),
        ["tcp6-later"] = Frame.Ethernet(IPv6, Frame.IPv6(0, Frame.Extension(44, Frame.Fragment(Frame.Tcp, Web, offset: 8)))),
        ["tcp6-later-options"] = Frame.Ethernet(IPv6, Frame.IPv6(44, Frame.Fragment(60, Behind, offset: 1448))),
        ["tcp6-chain"] = Frame.Ethernet(
            IPv6, Frame.IPv6(0, Frame.Extension(43, Frame.Extension(44, Frame.Fragment(51, Frame.Authentication(60, Behind, 6)), 2), 1))),
        ["tcp6-eight"] = Frame.Ethernet(IPv6, Frame.IPv6(60, Chain(8))),
        ["tcp6-nine"] = Frame.Ethernet(IPv6, Frame.IPv6(60, Chain(9))),
        ["tcp6-no-end"] = Frame.Ethernet(IPv6, Frame.IPv6(0, [Frame.Tcp, 9, 0, 0, 0, 0, 0, 0])),
        ["arp-request"] = Frame.Ethernet(Arp, Frame.Arp(1, "10.0.0.10", "10.0.0.20")),
        ["arp-reply"] = Frame.Ethernet(Arp, Frame.Arp(2, "10.0.0.30", "10.0.0.10")),
        ["arp-other"] = Frame.Ethernet(Arp, [0, 32, 8, 0, 20, 4, .. Frame.Arp(1, "10.0.0.10", "10.0.0.20")[6..]]),
        ["arp-short"] = Frame.Ethernet(Arp, Frame.Arp(1, "10.0.0.10", "10.0.0.20")[..10]),
        ["lldp"] = Frame.Ethernet(0x88cc, [2, 7, 4]),
        ["llc"] = Frame.Ethernet(38, new byte[38]),
        ["tagged-icmp"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Icmp, new byte[8]), 0x8100),
        ["tagged-arp"] = Frame.Ethernet(Arp, Frame.Arp(1, "10.0.0.10", "10.0.0.20"), 0x88a8),
        ["tagged-tcp"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Tcp, Web), 0x9100),
        ["twice-tagged-tcp"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Tcp, Web), 0x88a8, 0x8100),
        ["twice-tagged-tcp6"] = Frame.Ethernet(IPv6, Frame.IPv6(0, Behind), 0x8100, 0x8100),
        ["tagged-lldp"] = Frame.Ethernet(0x88cc, [2, 7, 4], 0x8100),
        ["many-tags-tcp"] = Frame.Ethernet(IPv4, Frame.IPv4(Frame.Tcp, Web), 0x9100, 0x8100, 0x8100),
    };

    private static readonly string[] TcpOverIPv4 =
    [
        "tcp", "tcp-back", "tcp-options", "tcp-first", "tcp-later", "tcp-no-addresses", "tcp-no-ports", "tcp-source-port",
        "tagged-tcp", "twice-tagged-tcp",
    ];

    private static readonly string[] TcpOverIPv6 =
    [
        "tcp6", "tcp6-hop", "tcp6-routing", "tcp6-options", "tcp6-mobility", "tcp6-hip", "tcp6-shim", "tcp6-authentication",
        "tcp6-atomic", "tcp6-first", "tcp6-later", "tcp6-chain", "tcp6-eight", "tcp6-no-end", "twice-tagged-tcp6",
    ];

    private static readonly string[] OtherIPv6 = ["icmp6", "icmp6-report", "nothing6", "udp6", "sctp6", "tcp6-later-options", "tcp6-nine"];

    private static readonly string[] AllArp = ["arp-request", "arp-reply", "arp-other", "arp-short", "tagged-arp"];

    // Later fragments have no ports, nor has what is cut before them.
    private static readonly string[] WebOverIPv4 = ["tcp", "tcp-back", "tcp-options", "tcp-first", "tagged-tcp", "twice-tagged-tcp"];

    private static readonly string[] WebOverIPv6 = [.. TcpOverIPv6.Except(["tcp6-later", "tcp6-no-end"])];

    /// <summary>Filters with what they take, in no order.</summary>
    public static IReadOnlyList<(CaptureFilter Filter, string[] Expected)> Filters { get; } =
    [
        (new CaptureFilter(), [.. Frames.Keys]),
        (Of(CaptureProtocol.Ip), [.. TcpOverIPv4, "icmp", "igmp", "gre", "udp", "sctp", "tagged-icmp"]),
        (Of(CaptureProtocol.Ip6), [.. TcpOverIPv6, .. OtherIPv6]),
        (Of(CaptureProtocol.Arp), AllArp),
        (Of(CaptureProtocol.Icmp), ["icmp", "tagged-icmp"]),
        (Of(CaptureProtocol.Icmp6), ["icmp6", "icmp6-report"]),
        (Of(CaptureProtocol.Igmp), ["igmp"]),
        (Of(CaptureProtocol.Tcp), [.. TcpOverIPv4, .. TcpOverIPv6]),
        (Of(CaptureProtocol.Udp), ["udp", "udp6"]),
        (Of(CaptureProtocol.Sctp), ["sctp", "sctp6"]),
        (Of(CaptureProtocol.Arp, CaptureProtocol.Icmp), [.. AllArp, "icmp", "tagged-icmp"]),
        (Of(CaptureProtocol.Ip6, CaptureProtocol.Tcp), [.. TcpOverIPv4, .. TcpOverIPv6, .. OtherIPv6]),
        (At("10.0.0.20"), ["icmp", .. WebOverIPv4, "tcp-later", "tcp-no-ports", "tcp-source-port", "udp", "arp-request", "tagged-icmp", "tagged-arp"]),
        (At("10.0.1.0/24", "192.168.1.2", "224.0.0.0/4"), ["udp", "sctp", "igmp"]),
        (At("172.16.0.0/15"), ["gre"]),
        (At("10.0.0.30"), ["arp-reply"]),
        (At("0.0.0.0/0"), [.. TcpOverIPv4, "icmp", "igmp", "gre", "udp", "sctp", "tagged-icmp", .. AllArp]),
        (At("fd00::10"), [.. TcpOverIPv6, "nothing6", "tcp6-later-options", "tcp6-nine"]),
        (At("fd00:0:0:1::/64", "fe80::/10"), ["udp6", "icmp6", "icmp6-report"]),
        (At("ff02::16/128", "2001:db8::/33"), ["icmp6-report", "sctp6"]),
        (At("2001:db8::3/127", "2001:db8::ffff/96"), ["sctp6"]),
        (At("::/0", "10.0.1.1"), [.. TcpOverIPv6, .. OtherIPv6, "udp"]),
        (Of(CaptureProtocol.Arp, CaptureProtocol.Icmp) with { Addresses = Prefixes("10.0.0.20") },
            ["icmp", "tagged-icmp", "arp-request", "tagged-arp"]),
        (Of(CaptureProtocol.Tcp) with { Addresses = Prefixes("10.0.0.10/31", "fd00::20") },
            [.. WebOverIPv4, "tcp-later", "tcp-no-ports", "tcp-source-port", .. TcpOverIPv6]),
        (Through(80), [.. WebOverIPv4, "sctp", "sctp6", .. WebOverIPv6]),
        (Through(1), []),
        (Through(53, 1024), ["udp", "udp6"]),
        (Through([.. Enumerable.Range(8000, 51), 8099]), ["udp", "udp6"]),
        (Through([.. Enumerable.Range(1, 65535)]), [.. WebOverIPv4, "udp", "sctp", "udp6", "sctp6", .. WebOverIPv6]),
        (Through(80) with { Protocols = [CaptureProtocol.Tcp] }, [.. WebOverIPv4, .. WebOverIPv6]),
        (Through(80) with { Protocols = [CaptureProtocol.Ip] }, [.. WebOverIPv4, "sctp"]),
        (Through(80, 8099) with { Protocols = [CaptureProtocol.Ip6, CaptureProtocol.Udp] }, ["udp6", "sctp6", .. WebOverIPv6]),
        (Through(80, 53) with { Addresses = Prefixes("10.0.1.1", "192.168.0.0/16", "2001:db8::1") }, ["udp", "sctp", "sctp6"]),
        (new CaptureFilter { Protocols = [CaptureProtocol.Tcp], Addresses = Prefixes("fd00::/16"), Ports = [80] }, WebOverIPv6),
    ];

    public static AddressPrefix[] Prefixes(params string[] texts) => Array.ConvertAll(texts, AddressPrefix.Parse);

    private static CaptureFilter Of(params CaptureProtocol[] protocols) => new() { Protocols = protocols };

    private static CaptureFilter At(params string[] prefixes) => new() { Addresses = Prefixes(prefixes) };

    private static CaptureFilter Through(params int[] ports) => new() { Ports = ports };

    private static byte[] Chain(int count) => count == 0 ? Web : Frame.Extension(count == 1 ? Frame.Tcp : (byte)60, Chain(count - 1));
}

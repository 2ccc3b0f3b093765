using System.Globalization;
using NetnsTools.Linux.Capture;

namespace NetnsTools.Linux.Packets;

/// <summary>Names of protocols, as Wireshark's column has them.</summary>
internal static class PacketNames
{
    private const byte SpanningTree = 0x42; // LLC_SAP_BSPAN

    public static string OfPacket(DecodedPacket packet) => packet.Layers.Count == 0
        ? packet.LinkLayer switch
        {
            LinkLayer.Ethernet => "Ethernet",
            LinkLayer.LinuxCooked or LinkLayer.LinuxCooked2 => "SLL",
            _ => "Unknown",
        }
        : packet.Layers[^1] switch
        {
            EthernetLayer ethernet => OfFrame(ethernet.EtherType, packet),
            VlanLayer vlan => OfFrame(vlan.EtherType, packet),
            CookedLayer cooked => OfFrame(cooked.EtherType, packet),
            IPv4Layer { FragmentOffset: 0 } four => OfProtocol(four.Protocol, four.Name),
            IPv6Layer { FragmentOffset: 0 } six => OfProtocol(six.Protocol, six.Name),
            PacketLayer other => other.Name,
        };

    public static string OfEtherType(EtherType type) => type switch
    {
        EtherType.IPv4 => "IPv4",
        EtherType.IPv6 => "IPv6",
        EtherType.Arp => "ARP",
        EtherType.Rarp => "RARP",
        EtherType.Vlan or EtherType.ProviderVlan or EtherType.QinQ => "VLAN",
        EtherType.Lldp => "LLDP",
        EtherType.Mpls => "MPLS",
        EtherType.PppoeDiscovery => "PPPoED",
        EtherType.PppoeSession => "PPPoES",
        EtherType.Eapol => "EAPOL",
        EtherType.MacSec => "MACSEC",
        EtherType.SlowProtocols => "Slow Protocols",
        _ => string.Create(CultureInfo.InvariantCulture, $"0x{(int)type:x4}"),
    };

    public static string OfProtocol(IPProtocol protocol, string? unknown = null) => protocol switch
    {
        IPProtocol.Icmp => "ICMP",
        IPProtocol.IcmpV6 => "ICMPv6",
        IPProtocol.Igmp => "IGMP",
        IPProtocol.Tcp => "TCP",
        IPProtocol.Udp => "UDP",
        IPProtocol.UdpLite => "UDPLite",
        IPProtocol.Dccp => "DCCP",
        IPProtocol.Sctp => "SCTP",
        IPProtocol.Gre => "GRE",
        IPProtocol.Esp => "ESP",
        IPProtocol.Ah => "AH",
        IPProtocol.Ospf => "OSPF",
        IPProtocol.Pim => "PIM",
        IPProtocol.Vrrp => "VRRP",
        IPProtocol.L2tp => "L2TP",
        IPProtocol.IPv4 => "IPv4",
        IPProtocol.IPv6 => "IPv6",
        _ => unknown ?? string.Create(CultureInfo.InvariantCulture, $"protocol {(int)protocol}"),
    };

    // Up to 1500 it is a length, and LLC follows (802.3).
    private static string OfFrame(EtherType type, DecodedPacket packet) => (int)type > EthernetLayer.MaximumLength
        ? OfEtherType(type)
        : packet.Payload.Span is [SpanningTree, SpanningTree, ..] ? "STP" : "LLC";
}

namespace NetnsTools.Linux.Packets;

/// <summary>What an IP packet carries (IPPROTO_*). Any other number from 0 to 255 may occur.</summary>
public enum IPProtocol
{
    /// <summary>Hop-by-hop options, an extension header of IPv6.</summary>
    HopByHop = 0,
    /// <summary>ICMP, the one of IPv4.</summary>
    Icmp = 1,
    /// <summary>IGMP.</summary>
    Igmp = 2,
    /// <summary>IPv4 inside.</summary>
    IPv4 = 4,
    /// <summary>TCP.</summary>
    Tcp = 6,
    /// <summary>UDP.</summary>
    Udp = 17,
    /// <summary>DCCP.</summary>
    Dccp = 33,
    /// <summary>IPv6 inside.</summary>
    IPv6 = 41,
    /// <summary>Routing, an extension header of IPv6.</summary>
    Routing = 43,
    /// <summary>Fragment, an extension header of IPv6.</summary>
    Fragment = 44,
    /// <summary>GRE.</summary>
    Gre = 47,
    /// <summary>Encrypted (IPsec).</summary>
    Esp = 50,
    /// <summary>Authentication header (IPsec).</summary>
    Ah = 51,
    /// <summary>ICMPv6.</summary>
    IcmpV6 = 58,
    /// <summary>Nothing, in IPv6.</summary>
    NoNextHeader = 59,
    /// <summary>Destination options, an extension header of IPv6.</summary>
    DestinationOptions = 60,
    /// <summary>OSPF.</summary>
    Ospf = 89,
    /// <summary>PIM.</summary>
    Pim = 103,
    /// <summary>VRRP.</summary>
    Vrrp = 112,
    /// <summary>L2TP.</summary>
    L2tp = 115,
    /// <summary>SCTP.</summary>
    Sctp = 132,
    /// <summary>Mobility, an extension header of IPv6.</summary>
    Mobility = 135,
    /// <summary>UDP-Lite.</summary>
    UdpLite = 136,
}

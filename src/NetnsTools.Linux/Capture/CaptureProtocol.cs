namespace NetnsTools.Linux.Capture;

/// <summary>Protocols that a capture can be limited to, by the names of tcpdump's filter language.</summary>
public enum CaptureProtocol
{
    /// <summary>IPv4, whatever is inside.</summary>
    Ip,
    /// <summary>IPv6, whatever is inside.</summary>
    Ip6,
    /// <summary>ARP.</summary>
    Arp,
    /// <summary>ICMP, the one of IPv4.</summary>
    Icmp,
    /// <summary>ICMPv6, neighbour discovery included.</summary>
    Icmp6,
    /// <summary>TCP over IPv4 or IPv6.</summary>
    Tcp,
    /// <summary>UDP over IPv4 or IPv6.</summary>
    Udp,
    /// <summary>SCTP over IPv4 or IPv6.</summary>
    Sctp,
    /// <summary>IGMP.</summary>
    Igmp,
}

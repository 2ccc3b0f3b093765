namespace NetnsTools.Linux.Capture;

/// <summary>Protocols that a capture can be limited to, by the names of tcpdump's filter language.</summary>
/// <remarks>No number is made of others: of <c>'tcp,udp'</c> in one word PowerShell would make a third protocol.</remarks>
#pragma warning disable CA1027 // One of them, not some: the numbers only keep apart what PowerShell would join.
public enum CaptureProtocol
#pragma warning restore CA1027
{
    /// <summary>IPv4, whatever is inside.</summary>
    Ip = 1 << 0,
    /// <summary>IPv6, whatever is inside.</summary>
    Ip6 = 1 << 1,
    /// <summary>ARP.</summary>
    Arp = 1 << 2,
    /// <summary>ICMP, the one of IPv4.</summary>
    Icmp = 1 << 3,
    /// <summary>ICMPv6, neighbour discovery included.</summary>
    Icmp6 = 1 << 4,
    /// <summary>TCP over IPv4 or IPv6.</summary>
    Tcp = 1 << 5,
    /// <summary>UDP over IPv4 or IPv6.</summary>
    Udp = 1 << 6,
    /// <summary>SCTP over IPv4 or IPv6.</summary>
    Sctp = 1 << 7,
    /// <summary>IGMP.</summary>
    Igmp = 1 << 8,
}

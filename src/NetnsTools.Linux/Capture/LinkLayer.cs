namespace NetnsTools.Linux.Capture;

/// <summary>What a captured frame begins with: the link-layer header types of pcap files (LINKTYPE_*), as far as they are known here.</summary>
/// <remarks>A file may say any other number; such frames are kept as bytes.</remarks>
public enum LinkLayer
{
    /// <summary>LINKTYPE_NULL: the address family in the writer's byte order, then an IP packet.</summary>
    Null = 0,
    /// <summary>LINKTYPE_ETHERNET: Ethernet, and Linux's loopback.</summary>
    Ethernet = 1,
    /// <summary>LINKTYPE_RAW: an IP packet, IPv4 or IPv6 by its first four bits; tunnels have it.</summary>
    Raw = 101,
    /// <summary>LINKTYPE_LOOP: like <see cref="Null"/>, in network byte order.</summary>
    Loop = 108,
    /// <summary>LINKTYPE_LINUX_SLL: "cooked" capture of any interface.</summary>
    LinuxCooked = 113,
    /// <summary>LINKTYPE_IPV4: an IPv4 packet.</summary>
    IPv4 = 228,
    /// <summary>LINKTYPE_IPV6: an IPv6 packet.</summary>
    IPv6 = 229,
    /// <summary>LINKTYPE_LINUX_SLL2: "cooked" capture, with the interface's index.</summary>
    LinuxCooked2 = 276,
}

namespace NetnsTools.Linux.Route;

/// <summary>Operational state (RFC 2863, <c>linux/if.h</c> IF_OPER_*).</summary>
public enum OperationalState : byte
{
    /// <summary>The driver does not say; usual for loopback.</summary>
    Unknown = 0,
    /// <summary>A component is missing.</summary>
    NotPresent = 1,
    /// <summary>Down.</summary>
    Down = 2,
    /// <summary>A lower layer is down.</summary>
    LowerLayerDown = 3,
    /// <summary>In a test mode.</summary>
    Testing = 4,
    /// <summary>Waits for an external event.</summary>
    Dormant = 5,
    /// <summary>Up: packets pass.</summary>
    Up = 6,
}

/// <summary>How the link follows its carrier (IF_LINK_MODE_*).</summary>
public enum LinkMode : byte
{
    /// <summary>Operational state follows carrier.</summary>
    Default = 0,
    /// <summary>Carrier makes it dormant first.</summary>
    Dormant = 1,
    /// <summary>As set for tests.</summary>
    Testing = 2,
}

/// <summary>Hardware type (<c>linux/if_arp.h</c> ARPHRD_*), the common ones by name.</summary>
public enum LinkType : ushort
{
    /// <summary>NET/ROM, and "unspecified" in a request.</summary>
    NetRom = 0,
    /// <summary>Ethernet; veth, bridge and most virtual links too.</summary>
    Ether = 1,
    /// <summary>PPP.</summary>
    Ppp = 512,
    /// <summary>IPv4 in IPv4.</summary>
    IPIPTunnel = 768,
    /// <summary>IPv6 in IPv6.</summary>
    Tunnel6 = 769,
    /// <summary>Loopback.</summary>
    Loopback = 772,
    /// <summary>IPv6 in IPv4.</summary>
    Sit = 776,
    /// <summary>GRE.</summary>
    Gre = 778,
    /// <summary>Wi-Fi.</summary>
    Ieee80211 = 801,
    /// <summary>No link layer at all (tun, WireGuard).</summary>
    None = 0xfffe,
}

/// <summary>How IPv6 link-local addresses come about (IN6_ADDR_GEN_MODE_*).</summary>
public enum AddressGenerationMode : byte
{
    /// <summary>From the MAC address.</summary>
    Eui64 = 0,
    /// <summary>None is made.</summary>
    None = 1,
    /// <summary>Stable and opaque, from a secret (RFC 7217).</summary>
    StablePrivacy = 2,
    /// <summary>Random.</summary>
    Random = 3,
}

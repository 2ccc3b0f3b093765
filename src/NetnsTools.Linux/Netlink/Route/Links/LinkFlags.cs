using System;

namespace NetnsTools.Linux.Route;

/// <summary>Interface flags (<c>linux/if.h</c>, IFF_*).</summary>
[Flags]
public enum LinkFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,
    /// <summary>Switched on by the administrator.</summary>
    Up = 1 << 0, // IFF_UP
    /// <summary>Can broadcast.</summary>
    Broadcast = 1 << 1, // IFF_BROADCAST
    /// <summary>Driver debugging.</summary>
    Debug = 1 << 2, // IFF_DEBUG
    /// <summary>The loopback interface.</summary>
    Loopback = 1 << 3, // IFF_LOOPBACK
    /// <summary>A point-to-point link.</summary>
    PointToPoint = 1 << 4, // IFF_POINTOPOINT
    /// <summary>No trailers.</summary>
    NoTrailers = 1 << 5, // IFF_NOTRAILERS
    /// <summary>Operational state is up.</summary>
    Running = 1 << 6, // IFF_RUNNING
    /// <summary>No address resolution.</summary>
    NoArp = 1 << 7, // IFF_NOARP
    /// <summary>Receives every frame.</summary>
    Promiscuous = 1 << 8, // IFF_PROMISC
    /// <summary>Receives every multicast frame.</summary>
    AllMulticast = 1 << 9, // IFF_ALLMULTI
    /// <summary>Master of a load balancer.</summary>
    Master = 1 << 10, // IFF_MASTER
    /// <summary>Slave of a load balancer.</summary>
    Slave = 1 << 11, // IFF_SLAVE
    /// <summary>Can multicast.</summary>
    Multicast = 1 << 12, // IFF_MULTICAST
    /// <summary>Can select a medium.</summary>
    PortSelect = 1 << 13, // IFF_PORTSEL
    /// <summary>The medium was selected automatically.</summary>
    AutoMedia = 1 << 14, // IFF_AUTOMEDIA
    /// <summary>Dial-up with changing addresses.</summary>
    Dynamic = 1 << 15, // IFF_DYNAMIC
    /// <summary>The driver signals carrier.</summary>
    LowerUp = 1 << 16, // IFF_LOWER_UP
    /// <summary>Dormant.</summary>
    Dormant = 1 << 17, // IFF_DORMANT
    /// <summary>Echoes what it sends.</summary>
    Echo = 1 << 18, // IFF_ECHO
}

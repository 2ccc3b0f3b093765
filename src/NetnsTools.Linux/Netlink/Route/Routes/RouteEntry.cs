using System.Net;
using System.Net.Sockets;

namespace NetnsTools.Linux.Route;

/// <summary>An entry of a routing table, as <c>ip route show</c> prints it. A snapshot.</summary>
public sealed record RouteEntry
{
    /// <summary>IPv4 or IPv6.</summary>
    public required AddressFamily Family { get; init; } // rtm_family

    /// <summary>The destination network; the unspecified address with length 0 is <c>default</c>.</summary>
    public required IPAddress Destination { get; init; } // RTA_DST

    /// <summary>Bits of the destination's network part.</summary>
    public required int PrefixLength { get; init; } // rtm_dst_len

    /// <summary>The next hop; null where the destination is on the link.</summary>
    public IPAddress? Gateway { get; internal set; } // RTA_GATEWAY

    /// <summary>Index of the outgoing interface; null for none.</summary>
    public int? LinkIndex { get; internal set; } // RTA_OIF

    /// <summary>The source address it prefers; null for none.</summary>
    public IPAddress? PreferredSource { get; internal set; } // RTA_PREFSRC

    /// <summary>Metric; lower wins.</summary>
    public uint Metric { get; internal set; } // RTA_PRIORITY

    /// <summary>Table number; 254 is <c>main</c>, 255 <c>local</c>.</summary>
    public uint Table { get; internal set; } // RTA_TABLE, else rtm_table

    /// <summary>What it does.</summary>
    public RouteType Type { get; init; } // rtm_type

    /// <summary>How far it reaches.</summary>
    public AddressScope Scope { get; init; } // rtm_scope

    /// <summary>Who made it; 2 is the kernel, 4 an administrator.</summary>
    public byte Protocol { get; init; } // rtm_protocol

    /// <summary>Whether the outgoing interface has no carrier.</summary>
    public bool IsLinkDown { get; init; } // RTNH_F_LINKDOWN
}

/// <summary>What a route does (<c>linux/rtnetlink.h</c> RTN_*).</summary>
public enum RouteType : byte
{
    /// <summary>Not said.</summary>
    Unspecified = 0,
    /// <summary>Forwards to one place.</summary>
    Unicast = 1,
    /// <summary>Delivers here.</summary>
    Local = 2,
    /// <summary>Sends as broadcast, delivers here as well.</summary>
    Broadcast = 3,
    /// <summary>Delivers here as anycast.</summary>
    Anycast = 4,
    /// <summary>Multicast.</summary>
    Multicast = 5,
    /// <summary>Drops silently.</summary>
    BlackHole = 6,
    /// <summary>Drops and answers "unreachable".</summary>
    Unreachable = 7,
    /// <summary>Drops and answers "prohibited".</summary>
    Prohibit = 8,
    /// <summary>Goes on in another table.</summary>
    Throw = 9,
    /// <summary>Translates addresses (historic).</summary>
    Nat = 10,
}

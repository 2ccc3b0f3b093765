using System;
using System.Net;
using System.Net.Sockets;

namespace NetnsTools.Linux.Route;

/// <summary>An IP address of an interface, as <c>ip addr show</c> prints it. A snapshot.</summary>
public sealed record LinkAddress
{
    /// <summary>Index of the interface.</summary>
    public required int LinkIndex { get; init; } // ifa_index

    /// <summary>The interface's own address.</summary>
    public required IPAddress Address { get; init; } // IFA_LOCAL, else IFA_ADDRESS

    /// <summary>The other side of a point-to-point address; null for none.</summary>
    public IPAddress? Peer { get; internal set; } // IFA_ADDRESS where it differs from IFA_LOCAL

    /// <summary>Bits of the network part.</summary>
    public required int PrefixLength { get; init; } // ifa_prefixlen

    /// <summary>IPv4 broadcast address; null where none is set.</summary>
    public IPAddress? Broadcast { get; internal set; } // IFA_BROADCAST

    /// <summary>How far it reaches.</summary>
    public AddressScope Scope { get; init; } // ifa_scope

    /// <summary>Flags.</summary>
    public AddressFlags Flags { get; internal set; } // IFA_FLAGS, else ifa_flags

    /// <summary>IPv4 label, usually the interface's name.</summary>
    public string? Label { get; internal set; } // IFA_LABEL

    /// <summary>How long it stays; null for ever.</summary>
    public TimeSpan? ValidLifetime { get; internal set; } // ifa_cacheinfo.ifa_valid

    /// <summary>How long it is chosen for new connections; null for ever.</summary>
    public TimeSpan? PreferredLifetime { get; internal set; } // ifa_cacheinfo.ifa_prefered

    /// <summary>IPv4 or IPv6.</summary>
    public AddressFamily Family => Address.AddressFamily;

    /// <summary>Whether it can be used: duplicate address detection is over and found none.</summary>
    public bool IsUsable => (Flags & (AddressFlags.DuplicateFound | AddressFlags.Tentative)) is AddressFlags.None
        || (Flags & (AddressFlags.DuplicateFound | AddressFlags.Optimistic)) is AddressFlags.Optimistic;
}

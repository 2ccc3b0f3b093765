using System.Collections.Generic;

namespace NetnsTools.Linux.Route;

/// <summary>One end of a veth pair to be created.</summary>
public sealed record VethEndSpecification
{
    /// <summary>Its name, at most 15 bytes.</summary>
    public required string Name { get; init; } // IFLA_IFNAME

    /// <summary>The namespace it is born in; null for the connection's own.</summary>
    public NamespaceHandle? Namespace { get; init; } // IFLA_NET_NS_FD

    /// <summary>Its index; null lets the kernel choose. The kernel minds the second end's only when the first has one too.</summary>
    public int? Index { get; init; } // ifi_index

    /// <summary>Link-layer address; null lets the kernel make a random one.</summary>
    public MacAddress? MacAddress { get; init; } // IFLA_ADDRESS

    /// <summary>Largest packet in bytes; null for the driver's 1500.</summary>
    public int? Mtu { get; init; } // IFLA_MTU

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<AddressPrefix> Addresses { get; init; } = []; // RTM_NEWADDR
}

using System.Collections.Generic;

namespace NetnsTools.Linux.Route;

/// <summary>An interface as the kernel describes it: all that <c>ip -d link show</c> prints. A snapshot.</summary>
public sealed record Link
{
    /// <summary>The kernel's number of it, unique in its namespace.</summary>
    public required int Index { get; init; } // ifi_index

    /// <summary>Its name, at most 15 bytes.</summary>
    public string Name { get; internal set; } = string.Empty; // IFLA_IFNAME

    /// <summary>Hardware type.</summary>
    public LinkType Type { get; internal set; } // ifi_type

    /// <summary>Flags.</summary>
    public LinkFlags Flags { get; internal set; } // ifi_flags

    /// <summary>The driver: <c>veth</c>, <c>bridge</c>; null for devices without one.</summary>
    public string? Kind { get; internal set; } // IFLA_INFO_KIND

    /// <summary>Largest packet in bytes.</summary>
    public int Mtu { get; internal set; } // IFLA_MTU

    /// <summary>Smallest MTU that the driver takes, in bytes; 0 for no limit.</summary>
    public int MinimumMtu { get; internal set; } // IFLA_MIN_MTU

    /// <summary>Largest MTU that the driver takes, in bytes; 0 for no limit.</summary>
    public int MaximumMtu { get; internal set; } // IFLA_MAX_MTU

    /// <summary>Queueing discipline at the root: <c>noqueue</c>, <c>noop</c>, <c>fq_codel</c>.</summary>
    public string? QueueingDiscipline { get; internal set; } // IFLA_QDISC

    /// <summary>Operational state.</summary>
    public OperationalState State { get; internal set; } // IFLA_OPERSTATE

    /// <summary>How the state follows carrier.</summary>
    public LinkMode Mode { get; internal set; } // IFLA_LINKMODE

    /// <summary>Group number; 0 is <c>default</c>.</summary>
    public uint Group { get; internal set; } // IFLA_GROUP

    /// <summary>Transmit queue length in packets.</summary>
    public int QueueLength { get; internal set; } // IFLA_TXQLEN

    /// <summary>Link-layer address; null where there is none or it is not six bytes long.</summary>
    public MacAddress? MacAddress { get; internal set; } // IFLA_ADDRESS

    /// <summary>Link-layer broadcast address.</summary>
    public MacAddress? BroadcastAddress { get; internal set; } // IFLA_BROADCAST

    /// <summary>The address burnt in, where there is one.</summary>
    public MacAddress? PermanentAddress { get; internal set; } // IFLA_PERM_ADDRESS

    /// <summary>The lower or the peer link's index, in namespace <see cref="LinkNamespaceId"/>; null for none.</summary>
    public int? LinkIndex { get; internal set; } // IFLA_LINK

    /// <summary>This namespace's number for the one that <see cref="LinkIndex"/> is in; null for this one.</summary>
    public int? LinkNamespaceId { get; internal set; } // IFLA_LINK_NETNSID

    /// <summary>Index of the bridge, bond or VRF it belongs to; null for none.</summary>
    public int? MasterIndex { get; internal set; } // IFLA_MASTER

    /// <summary>Free text set by the administrator.</summary>
    public string? Alias { get; internal set; } // IFLA_IFALIAS

    /// <summary>Further names.</summary>
    public IReadOnlyList<string> AlternativeNames { get; internal set; } = []; // IFLA_ALT_IFNAME

    /// <summary>Carrier as the driver signals it.</summary>
    public bool HasCarrier { get; internal set; } // IFLA_CARRIER

    /// <summary>How often carrier came or went.</summary>
    public uint CarrierChanges { get; internal set; } // IFLA_CARRIER_CHANGES

    /// <summary>How many users want promiscuous mode.</summary>
    public uint Promiscuity { get; internal set; } // IFLA_PROMISCUITY

    /// <summary>How many users want all multicast frames.</summary>
    public uint AllMulticastCount { get; internal set; } // IFLA_ALLMULTI

    /// <summary>Transmit queues.</summary>
    public int TransmitQueues { get; internal set; } // IFLA_NUM_TX_QUEUES

    /// <summary>Receive queues.</summary>
    public int ReceiveQueues { get; internal set; } // IFLA_NUM_RX_QUEUES

    /// <summary>Largest segmentation-offload packet in bytes.</summary>
    public uint GsoMaximumSize { get; internal set; } // IFLA_GSO_MAX_SIZE

    /// <summary>Most segments in such a packet.</summary>
    public uint GsoMaximumSegments { get; internal set; } // IFLA_GSO_MAX_SEGS

    /// <summary>Largest packet that the device segments itself, in bytes.</summary>
    public uint TsoMaximumSize { get; internal set; } // IFLA_TSO_MAX_SIZE

    /// <summary>Most segments that the device makes itself.</summary>
    public uint TsoMaximumSegments { get; internal set; } // IFLA_TSO_MAX_SEGS

    /// <summary>Largest packet put together on receipt, in bytes.</summary>
    public uint GroMaximumSize { get; internal set; } // IFLA_GRO_MAX_SIZE

    /// <summary>How IPv6 link-local addresses come about; null where IPv6 is off.</summary>
    public AddressGenerationMode? AddressGenerationMode { get; internal set; } // IFLA_INET6_ADDR_GEN_MODE

    /// <summary>When IPv6 on it came about or last changed, in hundredths of a second since the start of the machine; null where IPv6 is off.</summary>
    internal uint? ChangeTime { get; set; } // IFLA_INET6_CACHEINFO

    /// <summary>Whether it is switched on.</summary>
    public bool IsUp => (Flags & LinkFlags.Up) != 0;

    /// <summary>Whether it is one end of a virtual Ethernet pair.</summary>
    public bool IsVeth => Kind == "veth";
}

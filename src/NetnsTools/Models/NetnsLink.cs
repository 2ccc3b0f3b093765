using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;

namespace NetnsTools;

/// <summary>A network interface in a namespace: what <c>ip -d link show</c> prints of any link and of a veth, typed. A snapshot.</summary>
public sealed class NetnsLink
{
    private readonly LinkSurroundings _surroundings;

    internal NetnsLink(SeenLink seen, LinkSurroundings surroundings)
    {
        Seen = seen;
        Source = seen.Latest;
        _surroundings = surroundings;
    }

    /// <summary>The namespace's name; null for the current one.</summary>
    public string? Namespace => Reference?.Text;

    /// <summary>The name as <c>ip</c> prints it: <c>veth-1@if3</c>, <c>veth-2@veth-1</c>.</summary>
    public string DisplayName => PeerIndex is null ? Name : $"{Name}@{(PeerNamespaceId is null ? PeerName : null) ?? $"if{PeerIndex}"}";

    /// <summary>The flags in the order and words of <c>ip link</c>: <c>BROADCAST,MULTICAST,UP,LOWER_UP</c>.</summary>
    public string FlagText => LinkFlagText.Format(Flags);

    /// <summary>The peer's (or lower link's) name; null where it cannot be seen.</summary>
    public string? PeerName => _surroundings.PeerName;

    /// <summary>The name of the peer's namespace; null for none, for the current one, or for one without a name.</summary>
    public string? PeerNamespace => _surroundings.PeerNamespace;

    /// <summary>The bridge, bond or VRF it belongs to; null for none.</summary>
    public string? Master => _surroundings.Master;

    /// <summary>Its IP addresses.</summary>
    public NetnsAddress[] Addresses => _surroundings.Addresses;

    /// <summary>The kernel's number of it, unique in its namespace.</summary>
    public int InterfaceIndex => Source.Index;

    /// <summary>Its name.</summary>
    public string Name => Source.Name;

    /// <summary>The driver: <c>veth</c>, <c>bridge</c>; null for devices without one.</summary>
    public string? Kind => Source.Kind;

    /// <summary>Hardware type.</summary>
    public LinkType Type => Source.Type;

    /// <summary>Flags, as <c>ip link</c> prints them between angle brackets.</summary>
    public LinkFlags Flags => Source.Flags;

    /// <summary>Whether it is switched on.</summary>
    public bool IsUp => Source.IsUp;

    /// <summary>Carrier as the driver signals it.</summary>
    public bool HasCarrier => Source.HasCarrier;

    /// <summary>Operational state.</summary>
    public OperationalState State => Source.State;

    /// <summary>Largest packet in bytes.</summary>
    public int Mtu => Source.Mtu;

    /// <summary>Queueing discipline at the root.</summary>
    public string? QueueingDiscipline => Source.QueueingDiscipline;

    /// <summary>How the state follows carrier.</summary>
    public LinkMode Mode => Source.Mode;

    /// <summary>Group number; 0 is <c>default</c>.</summary>
    public uint Group => Source.Group;

    /// <summary>Transmit queue length in packets.</summary>
    public int QueueLength => Source.QueueLength;

    /// <summary>Link-layer address; null where there is none.</summary>
    public MacAddress? MacAddress => Source.MacAddress;

    /// <summary>Link-layer broadcast address.</summary>
    public MacAddress? BroadcastAddress => Source.BroadcastAddress;

    /// <summary>The address burnt in, where there is one.</summary>
    public MacAddress? PermanentAddress => Source.PermanentAddress;

    /// <summary>Free text set by the administrator.</summary>
    public string? Alias => Source.Alias;

    /// <summary>Further names.</summary>
    public string[] AlternativeNames => [.. Source.AlternativeNames];

    /// <summary>The peer's (or lower link's) index; null for none.</summary>
    public int? PeerIndex => Source.LinkIndex;

    /// <summary>This namespace's number for the peer's, as in <c>link-netnsid</c>; null for the same one.</summary>
    public int? PeerNamespaceId => Source.LinkNamespaceId;

    /// <summary>Index of the bridge, bond or VRF it belongs to; null for none.</summary>
    public int? MasterIndex => Source.MasterIndex;

    /// <summary>How often carrier came or went.</summary>
    public uint CarrierChanges => Source.CarrierChanges;

    /// <summary>How many users want promiscuous mode.</summary>
    public uint Promiscuity => Source.Promiscuity;

    /// <summary>How many users want all multicast frames.</summary>
    public uint AllMulticastCount => Source.AllMulticastCount;

    /// <summary>Smallest MTU that the driver takes, in bytes; 0 for no limit.</summary>
    public int MinimumMtu => Source.MinimumMtu;

    /// <summary>Largest MTU that the driver takes, in bytes; 0 for no limit.</summary>
    public int MaximumMtu => Source.MaximumMtu;

    /// <summary>How IPv6 link-local addresses come about; null where IPv6 is off.</summary>
    public AddressGenerationMode? AddressGenerationMode => Source.AddressGenerationMode;

    /// <summary>Transmit queues.</summary>
    public int TransmitQueues => Source.TransmitQueues;

    /// <summary>Receive queues.</summary>
    public int ReceiveQueues => Source.ReceiveQueues;

    /// <summary>Largest segmentation-offload packet in bytes.</summary>
    public uint GsoMaximumSize => Source.GsoMaximumSize;

    /// <summary>Most segments in such a packet.</summary>
    public uint GsoMaximumSegments => Source.GsoMaximumSegments;

    /// <summary>Largest packet that the device segments itself, in bytes.</summary>
    public uint TsoMaximumSize => Source.TsoMaximumSize;

    /// <summary>Most segments that the device makes itself.</summary>
    public uint TsoMaximumSegments => Source.TsoMaximumSegments;

    /// <summary>Largest packet put together on receipt, in bytes.</summary>
    public uint GroMaximumSize => Source.GroMaximumSize;

    internal Link Source { get; }

    internal SeenLink Seen { get; }

    internal NamespaceReference? Reference => _surroundings.Reference;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

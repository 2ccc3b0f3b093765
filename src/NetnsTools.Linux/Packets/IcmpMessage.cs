namespace NetnsTools.Linux.Packets;

/// <summary>What an ICMP or ICMPv6 message says: one name for both where both have it.</summary>
public enum IcmpMessage
{
    /// <summary>Another type.</summary>
    Unknown,
    /// <summary>A ping.</summary>
    EchoRequest,
    /// <summary>Its answer.</summary>
    EchoReply,
    /// <summary>A packet could not be delivered; the code says why.</summary>
    DestinationUnreachable,
    /// <summary>A packet is larger than the next link allows (ICMPv6).</summary>
    PacketTooBig,
    /// <summary>A packet passed too many routers, or its fragments did not come in time.</summary>
    TimeExceeded,
    /// <summary>A header is wrong.</summary>
    ParameterProblem,
    /// <summary>There is a better next hop.</summary>
    Redirect,
    /// <summary>Asks the sender to slow down (ICMP, out of use).</summary>
    SourceQuench,
    /// <summary>Asks for the time (ICMP).</summary>
    TimestampRequest,
    /// <summary>Says the time (ICMP).</summary>
    TimestampReply,
    /// <summary>Asks for the network mask (ICMP, out of use).</summary>
    AddressMaskRequest,
    /// <summary>Says the network mask (ICMP, out of use).</summary>
    AddressMaskReply,
    /// <summary>Asks for routers.</summary>
    RouterSolicitation,
    /// <summary>Says that here is a router.</summary>
    RouterAdvertisement,
    /// <summary>Asks who has an address (ICMPv6).</summary>
    NeighborSolicitation,
    /// <summary>Says who has it (ICMPv6).</summary>
    NeighborAdvertisement,
    /// <summary>Asks who listens to a group (ICMPv6).</summary>
    MulticastListenerQuery,
    /// <summary>Says that one listens, in the first or second version (ICMPv6).</summary>
    MulticastListenerReport,
    /// <summary>Says that one listens no more (ICMPv6).</summary>
    MulticastListenerDone,
}

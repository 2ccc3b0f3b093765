namespace NetnsTools.Linux.Capture;

/// <summary>Whom an arriving packet's link-layer address meant (<c>sll_pkttype</c>).</summary>
public enum PacketReception
{
    /// <summary>Not known, or the packet was sent from here.</summary>
    Unknown,
    /// <summary>PACKET_HOST: this interface.</summary>
    Host,
    /// <summary>PACKET_BROADCAST: all on the link.</summary>
    Broadcast,
    /// <summary>PACKET_MULTICAST: a group.</summary>
    Multicast,
    /// <summary>PACKET_OTHERHOST: another station; seen only in promiscuous mode.</summary>
    OtherHost,
}

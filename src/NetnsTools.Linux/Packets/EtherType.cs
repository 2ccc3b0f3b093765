namespace NetnsTools.Linux.Packets;

/// <summary>What an Ethernet frame carries (ETH_P_*). Any other number may occur.</summary>
public enum EtherType
{
    /// <summary>IPv4.</summary>
    IPv4 = 0x0800,
    /// <summary>ARP.</summary>
    Arp = 0x0806,
    /// <summary>RARP.</summary>
    Rarp = 0x8035,
    /// <summary>A VLAN tag (802.1Q).</summary>
    Vlan = 0x8100,
    /// <summary>IPv6.</summary>
    IPv6 = 0x86dd,
    /// <summary>LACP and others of the slow protocols.</summary>
    SlowProtocols = 0x8809,
    /// <summary>MPLS.</summary>
    Mpls = 0x8847,
    /// <summary>PPPoE discovery.</summary>
    PppoeDiscovery = 0x8863,
    /// <summary>PPPoE session.</summary>
    PppoeSession = 0x8864,
    /// <summary>Port authentication (802.1X).</summary>
    Eapol = 0x888e,
    /// <summary>The outer VLAN tag of a provider (802.1ad, QinQ).</summary>
    ProviderVlan = 0x88a8,
    /// <summary>LLDP.</summary>
    Lldp = 0x88cc,
    /// <summary>MACsec.</summary>
    MacSec = 0x88e5,
    /// <summary>The outer VLAN tag as it was before 802.1ad.</summary>
    QinQ = 0x9100,
}

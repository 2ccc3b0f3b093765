using System;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>What the frames of an interface begin with, by its hardware type.</summary>
public static class LinkLayers
{
    private const LinkLayer Unknown = (LinkLayer)147; // LINKTYPE_USER0

    /// <summary>Types whose frames have an Ethernet header.</summary>
    internal static ReadOnlySpan<int> EthernetTypes =>
    [
        1, // ARPHRD_ETHER
        Loopback,
    ];

    /// <summary>Types whose packets begin with the IP header: what is before it, if anything is, the driver hides.</summary>
    internal static ReadOnlySpan<int> RawTypes =>
    [
        0xfffe, // ARPHRD_NONE: tun, WireGuard
        768, // ARPHRD_TUNNEL
        769, // ARPHRD_TUNNEL6
        776, // ARPHRD_SIT
        778, // ARPHRD_IPGRE
        779, // ARPHRD_PIMREG
        823, // ARPHRD_IP6GRE
        256, // ARPHRD_SLIP
        257, // ARPHRD_CSLIP
        258, // ARPHRD_SLIP6
        259, // ARPHRD_CSLIP6
        512, // ARPHRD_PPP
        518, // ARPHRD_RAWHDLC
        519, // ARPHRD_RAWIP
    ];

    internal const int Loopback = 772; // ARPHRD_LOOPBACK

    /// <summary>What a raw packet socket gets from an interface.</summary>
    /// <param name="hardwareType">The interface's ARPHRD_* number.</param>
    /// <returns>For a type that is not known here, the number of pcap files that leaves the meaning to their readers.</returns>
    public static LinkLayer Of(int hardwareType) => hardwareType switch
    {
        _ when EthernetTypes.Contains(hardwareType) => LinkLayer.Ethernet,
        _ when RawTypes.Contains(hardwareType) => LinkLayer.Raw,
        774 => (LinkLayer)10, // ARPHRD_FDDI: LINKTYPE_FDDI
        801 => (LinkLayer)105, // ARPHRD_IEEE80211: LINKTYPE_IEEE802_11
        802 => (LinkLayer)119, // ARPHRD_IEEE80211_PRISM: LINKTYPE_IEEE802_11_PRISM
        803 => (LinkLayer)127, // ARPHRD_IEEE80211_RADIOTAP: LINKTYPE_IEEE802_11_RADIOTAP
        804 => (LinkLayer)230, // ARPHRD_IEEE802154: LINKTYPE_IEEE802_15_4_NOFCS
        826 => (LinkLayer)271, // ARPHRD_VSOCKMON: LINKTYPE_VSOCK
        _ => Unknown,
    };
}

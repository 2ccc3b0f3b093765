using System.Net;

namespace NetnsTools.Linux.Packets;

/// <summary>An ICMP (RFC 792) or ICMPv6 (RFC 4443, RFC 4861) message. What a type does not have is null.</summary>
public sealed class IcmpLayer : PacketLayer
{
    /// <summary>Bytes of the header: the first eight, which mean something else in every type.</summary>
    public const int HeaderLength = 8;

    /// <inheritdoc/>
    public override string Name => Version == 6 ? "ICMPv6" : "ICMP";

    /// <summary>4 for ICMP, 6 for ICMPv6.</summary>
    public required int Version { get; init; }

    /// <summary>Type.</summary>
    public required int Type { get; init; } // icmp_type

    /// <summary>Code.</summary>
    public required int Code { get; init; } // icmp_code

    /// <summary>What the type means, by the same name in both versions.</summary>
    public required IcmpMessage Message { get; init; }

    /// <summary>Which echo or timestamp: that of the program that asks.</summary>
    public int? Identifier { get; init; } // icmp_id

    /// <summary>Number of the echo or timestamp.</summary>
    public int? Sequence { get; init; } // icmp_seq

    /// <summary>Largest packet that the next link takes, in bytes.</summary>
    public long? Mtu { get; init; } // icmp_nextmtu, icmp6_mtu

    /// <summary>The better next hop of an ICMP redirect.</summary>
    public IPAddress? Gateway { get; init; } // icmp_gwaddr

    /// <summary>Where in the quoted packet the mistake is, in bytes.</summary>
    public long? ErrorOffset { get; init; } // icmp_pptr, icmp6_pptr

    /// <summary>Whom neighbour discovery asks for or tells of; the group of multicast listeners; the next hop of an ICMPv6 redirect.</summary>
    public IPAddress? Target { get; init; } // nd_ns_target, nd_na_target, mld_addr, nd_rd_target

    /// <summary>What an ICMPv6 redirect is about.</summary>
    public IPAddress? RedirectedDestination { get; init; } // nd_rd_dst

    /// <summary>The link-layer address that neighbour discovery tells.</summary>
    public MacAddress? LinkLayerAddress { get; init; } // ND_OPT_SOURCE_LINKADDR, ND_OPT_TARGET_LINKADDR

    /// <summary>How many groups a second-version report of multicast listeners has.</summary>
    public int? GroupCount { get; init; }

    /// <summary>Bytes of the message, header and all.</summary>
    public required int Length { get; init; }

    /// <summary>The checksum.</summary>
    public required int Checksum { get; init; } // icmp_cksum

    /// <summary>Whether the checksum is right; null where that cannot be known: a fragment, or cut.</summary>
    public bool? IsChecksumValid { get; init; }

    /// <summary>The packet that an error is about, as far as it quotes it.</summary>
    public DecodedPacket? Quoted { get; init; }

    /// <summary><c>echo request, id 3892, seq 1</c>, as tcpdump says it.</summary>
    public override string ToString() => IcmpSummary.Words(this);
}

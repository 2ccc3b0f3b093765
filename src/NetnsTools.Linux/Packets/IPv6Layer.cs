using System.Collections.Generic;
using System.Net;

namespace NetnsTools.Linux.Packets;

/// <summary>An IPv6 header with its extension headers (RFC 8200).</summary>
public sealed class IPv6Layer : PacketLayer
{
    /// <summary>Bytes of the header itself.</summary>
    public const int HeaderLength = 40;

    /// <inheritdoc/>
    public override string Name => "IPv6";

    /// <summary>Who sent it.</summary>
    public required IPAddress Source { get; init; } // ip6_src

    /// <summary>Whom it is for.</summary>
    public required IPAddress Destination { get; init; } // ip6_dst

    /// <summary>What comes right behind this header: the first extension header, or what it carries.</summary>
    public required IPProtocol NextHeader { get; init; } // ip6_nxt

    /// <summary>What it carries: the protocol behind the extension headers.</summary>
    public required IPProtocol Protocol { get; init; }

    /// <summary>Routers that it may still pass.</summary>
    public required int HopLimit { get; init; } // ip6_hlim

    /// <summary>Traffic class, a byte: <see cref="Dscp"/> and <see cref="Ecn"/>.</summary>
    public required int TrafficClass { get; init; }

    /// <summary>Differentiated services code point, 0 to 63.</summary>
    public int Dscp => TrafficClass >> 2;

    /// <summary>Explicit congestion notification, 0 to 3.</summary>
    public int Ecn => TrafficClass & 3;

    /// <summary>Flow label, 20 bits.</summary>
    public required int FlowLabel { get; init; }

    /// <summary>Bytes behind this header as it has them, extension headers with them; 0 in a jumbogram.</summary>
    public required int PayloadLength { get; init; } // ip6_plen

    /// <summary>The extension headers in their order.</summary>
    public required IReadOnlyList<IPv6ExtensionHeader> ExtensionHeaders { get; init; }

    /// <summary>Whether it is a part of a packet.</summary>
    public bool IsFragment => MoreFragments || FragmentOffset > 0;

    /// <summary>Whether further fragments follow.</summary>
    public bool MoreFragments { get; init; } // IP6F_MORE_FRAG

    /// <summary>Where this fragment's data begin, in bytes; 0 for the first one and for a whole packet.</summary>
    public int FragmentOffset { get; init; } // ip6f_offlg

    /// <summary>The number that its fragments share; null without a fragment header.</summary>
    public long? Identification { get; init; } // ip6f_ident

    /// <summary><c>fe80::1 > ff02::1, ICMPv6, hop limit 255</c>.</summary>
    public override string ToString() => $"{Source} > {Destination}, {PacketNames.OfProtocol(Protocol)}, hop limit {HopLimit}";
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using NetnsTools.Linux.Capture;

namespace NetnsTools.Linux.Packets;

/// <summary>A frame taken apart: its headers from the outermost on, and what is behind them.</summary>
public sealed class DecodedPacket
{
    /// <summary>The headers in their order, as far as they can be read.</summary>
    public required IReadOnlyList<PacketLayer> Layers { get; init; }

    /// <summary>What the frame begins with.</summary>
    public required LinkLayer LinkLayer { get; init; }

    /// <summary>Bytes of the whole frame on the wire.</summary>
    public required int Length { get; init; }

    /// <summary>The bytes behind the last header, as far as they were captured; without the link's padding.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>How many bytes there were on the wire behind the last header.</summary>
    public required int PayloadLength { get; init; }

    /// <summary>Why decoding stopped, or what is wrong; null where all is well.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the problem is that bytes were not captured, and not that they are wrong.</summary>
    public bool IsCut { get; init; }

    /// <summary>The sender's port; known even where the rest of the header is cut. Null where there is none.</summary>
    public int? SourcePort { get; init; }

    /// <summary>The port it is for; see <see cref="SourcePort"/>.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>The Ethernet header; null for none.</summary>
    public EthernetLayer? Ethernet => Find<EthernetLayer>();

    /// <summary>The header of a "cooked" capture; null for none.</summary>
    public CookedLayer? Cooked => Find<CookedLayer>();

    /// <summary>The VLAN tags from the outermost on.</summary>
    public IReadOnlyList<VlanLayer> Vlans => [.. Layers.OfType<VlanLayer>()];

    /// <summary>The ARP packet; null for none.</summary>
    public ArpLayer? Arp => Find<ArpLayer>();

    /// <summary>The outermost IPv4 header; null for none.</summary>
    public IPv4Layer? IPv4 => Find<IPv4Layer>();

    /// <summary>The outermost IPv6 header; null for none.</summary>
    public IPv6Layer? IPv6 => Find<IPv6Layer>();

    /// <summary>The ICMP or ICMPv6 message; null for none.</summary>
    public IcmpLayer? Icmp => Find<IcmpLayer>();

    /// <summary>The IGMP message; null for none.</summary>
    public IgmpLayer? Igmp => Find<IgmpLayer>();

    /// <summary>The TCP header; null for none.</summary>
    public TcpLayer? Tcp => Find<TcpLayer>();

    /// <summary>The UDP header; null for none.</summary>
    public UdpLayer? Udp => Find<UdpLayer>();

    /// <summary>Who sent it: the outermost IP address, or the protocol address of ARP; null for neither.</summary>
    public IPAddress? Source => Internet switch
    {
        IPv4Layer four => four.Source,
        IPv6Layer six => six.Source,
        _ => Arp?.SenderAddress,
    };

    /// <summary>Whom it is for; see <see cref="Source"/>.</summary>
    public IPAddress? Destination => Internet switch
    {
        IPv4Layer four => four.Destination,
        IPv6Layer six => six.Destination,
        _ => Arp?.TargetAddress,
    };

    /// <summary>What it is, by the name that Wireshark's column has: <c>ARP</c>, <c>ICMPv6</c>, <c>TCP</c>, <c>0x88b5</c>.</summary>
    public string Protocol => PacketNames.OfPacket(this);

    private PacketLayer? Internet => Layers.FirstOrDefault(layer => layer is IPv4Layer or IPv6Layer);

    /// <summary>The line of tcpdump without the time: see <see cref="PacketSummary"/>.</summary>
    public override string ToString() => PacketSummary.Of(this);

    private TLayer? Find<TLayer>()
        where TLayer : PacketLayer
    {
        foreach (PacketLayer layer in Layers)
        {
            if (layer is TLayer found)
            {
                return found;
            }
        }

        return null;
    }
}

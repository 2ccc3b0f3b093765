using System;
using System.Globalization;
using System.Net;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Packets;
using NetnsTools.Packets;

namespace NetnsTools;

/// <summary>One packet as it passed an interface, or as a file has it. It is taken apart when it is first looked at.</summary>
public sealed class NetnsPacket
{
    private const long NanosecondsPerTick = 100;

    private DecodedPacket? _decoded;

    internal NetnsPacket(CapturedFrame frame) => Frame = frame;

    /// <summary>When it passed, in local time, to 100 ns.</summary>
    public DateTimeOffset Timestamp
    {
        get
        {
            (long ticks, long rest) = Math.DivRem(Frame.TimestampNanoseconds, NanosecondsPerTick);
            // Down, also before 1970.
            return new DateTimeOffset(DateTime.UnixEpoch.AddTicks(rest < 0 ? ticks - 1 : ticks)).ToLocalTime();
        }
    }

    /// <summary>The same in nanoseconds since 1970-01-01 UTC.</summary>
    public long TimestampNanoseconds => Frame.TimestampNanoseconds;

    /// <summary>Which way it passed the interface.</summary>
    public PacketDirection Direction => Frame.Direction;

    /// <summary>The interface; null where a file does not say.</summary>
    public string? Interface => Frame.Interface;

    /// <summary>The namespace's name; null for the current one, or where a file does not say.</summary>
    public string? Namespace => Frame.Namespace;

    /// <summary>What it is, by the name that Wireshark's column has: <c>ARP</c>, <c>ICMPv6</c>, <c>TCP</c>.</summary>
    public string Protocol => Decoded.Protocol;

    /// <summary>Who sent it: the outermost IP address, or the protocol address of ARP; null for neither.</summary>
    public IPAddress? Source => SortableAddress.Of(Decoded.Source);

    /// <summary>Whom it is for; see <see cref="Source"/>.</summary>
    public IPAddress? Destination => SortableAddress.Of(Decoded.Destination);

    /// <summary>The sender's port of TCP, UDP or SCTP; null for none.</summary>
    public int? SourcePort => Decoded.SourcePort;

    /// <summary>The port it is for; null for none.</summary>
    public int? DestinationPort => Decoded.DestinationPort;

    /// <summary>One line in the words of <c>tcpdump -nn -S</c>, without the time.</summary>
    public string Summary => PacketSummary.Of(Decoded);

    /// <summary>Why decoding stopped, or what is wrong with the packet; null where all is well.</summary>
    public string? Problem => Decoded.Problem;

    /// <summary>All headers from the outermost on.</summary>
    public PacketLayer[] Layers => [.. Decoded.Layers];

    /// <summary>The Ethernet header; null for none.</summary>
    public EthernetLayer? Ethernet => Decoded.Ethernet;

    /// <summary>The VLAN tags from the outermost on.</summary>
    public VlanLayer[] Vlan => [.. Decoded.Vlans];

    /// <summary>The ARP packet; null for none.</summary>
    public ArpLayer? Arp => Decoded.Arp;

    /// <summary>The outermost IPv4 header; null for none.</summary>
    public IPv4Layer? IPv4 => Decoded.IPv4;

    /// <summary>The outermost IPv6 header; null for none.</summary>
    public IPv6Layer? IPv6 => Decoded.IPv6;

    /// <summary>The ICMP or ICMPv6 message; null for none.</summary>
    public IcmpLayer? Icmp => Decoded.Icmp;

    /// <summary>The IGMP message; null for none.</summary>
    public IgmpLayer? Igmp => Decoded.Igmp;

    /// <summary>The TCP header; null for none.</summary>
    public TcpLayer? Tcp => Decoded.Tcp;

    /// <summary>The UDP header; null for none.</summary>
    public UdpLayer? Udp => Decoded.Udp;

    /// <summary>The bytes behind the last header, as far as they were captured; without the link's padding.</summary>
    public byte[] Payload => Decoded.Payload.ToArray();

    /// <summary>Bytes on the wire, from the link-layer header on.</summary>
    public int Length => Frame.OriginalLength;

    /// <summary>The same. Every array has a <c>Length</c> of its own, so <c>$packets.Length</c> finds that instead.</summary>
    public int OriginalLength => Frame.OriginalLength;

    /// <summary>Bytes captured: fewer than <see cref="Length"/> where the snap length cut it.</summary>
    public int CapturedLength => Frame.Data.Length;

    /// <summary>The captured bytes, from the link-layer header on.</summary>
    public byte[] Data => Frame.Data;

    internal CapturedFrame Frame { get; }

    // Two threads may both do it: they get the same.
    private DecodedPacket Decoded => _decoded ??= PacketDecoder.Decode(Frame);

    /// <summary>tcpdump's line: <c>20:30:26.942779 IP 10.0.0.10 > 10.0.0.20: ICMP echo request, id 3892, seq 1, length 64</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Timestamp:HH:mm:ss.ffffff} {(Frame.IsFromAny ? Place : string.Empty)}{Summary}");

    // As tcpdump -i any has it.
    private string Place => $"{Frame.Interface ?? "?",-5} {(Direction, Frame.Reception) switch
    {
        (PacketDirection.Out, _) => "Out",
        (_, PacketReception.Broadcast) => "B  ",
        (_, PacketReception.Multicast) => "M  ",
        (_, PacketReception.OtherHost) => "P  ",
        (PacketDirection.Unknown, _) => "?  ",
        _ => "In ",
    }} ";
}

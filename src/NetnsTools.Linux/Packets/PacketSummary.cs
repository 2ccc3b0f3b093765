using System;
using System.Globalization;
using System.Text;

namespace NetnsTools.Linux.Packets;

/// <summary>A packet in one line, in the words of <c>tcpdump -nn -S</c>, without the time.</summary>
/// <remarks>What is inside UDP and TCP is not looked at. What is wrong with a packet stands in brackets at the end.</remarks>
public static class PacketSummary
{
    /// <summary>The line of one packet.</summary>
    public static string Of(DecodedPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        StringBuilder line = new();
        for (int index = 0; index < packet.Layers.Count; index++)
        {
            PacketLayer? next = index + 1 < packet.Layers.Count ? packet.Layers[index + 1] : null;
            _ = line.Append(Part(packet, packet.Layers[index], next));
        }

        if (packet.Layers.Count == 0)
        {
            _ = line.Append(CultureInfo.InvariantCulture, $"{packet.Protocol}, length {packet.Length}");
        }

        return (packet.Problem is { } problem ? line.Append(CultureInfo.InvariantCulture, $" [{problem}]") : line).ToString();
    }

    private static string Part(DecodedPacket packet, PacketLayer layer, PacketLayer? next) => layer switch
    {
        EthernetLayer ethernet => next is null ? LinkSummary.Frame(packet, ethernet) : string.Empty,
        CookedLayer cooked => next is null ? LinkSummary.Frame(packet, cooked) : string.Empty,
        VlanLayer vlan => LinkSummary.Tag(packet, vlan, next is null),
        ArpLayer arp => Invariant($"ARP, {LinkSummary.Arp(arp)}, length {LinkSummary.PayloadLength(packet)}"),
        IPv4Layer four => InternetSummary.Header(packet, four, next),
        IPv6Layer six => InternetSummary.Header(packet, six, next),
        IcmpLayer icmp => Invariant($"{(icmp.Version == 6 ? "ICMP6," : "ICMP")} {IcmpSummary.Words(icmp)}, length {icmp.Length}"),
        IgmpLayer igmp => IcmpSummary.Igmp(igmp),
        TcpLayer tcp => TransportSummary.Tcp(tcp),
        UdpLayer udp => Invariant($"UDP, length {udp.PayloadLength}"),
        _ => layer.Name,
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

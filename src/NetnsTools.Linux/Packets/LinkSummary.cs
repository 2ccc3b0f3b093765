using System;
using System.Globalization;
using NetnsTools.Linux.Capture;

namespace NetnsTools.Linux.Packets;

/// <summary>tcpdump's words for the link layer and for ARP.</summary>
internal static class LinkSummary
{
    /// <summary>A frame that carries what is not decoded.</summary>
    public static string Frame(DecodedPacket packet, EthernetLayer ethernet) =>
        Carried(packet, ethernet.EtherType) ?? Invariant(
            $"{ethernet.Source} > {ethernet.Destination}, {TypeWords(ethernet.EtherType)}, length {packet.Length}");

    /// <summary>The same for a "cooked" one.</summary>
    public static string Frame(DecodedPacket packet, CookedLayer cooked) =>
        Carried(packet, cooked.EtherType) ?? Invariant(
            $"{Way(cooked)} {cooked.Source} {TypeWords(cooked.EtherType)}, length {packet.Length}");

    /// <summary>A VLAN tag; at the end, what it carries besides.</summary>
    public static string Tag(DecodedPacket packet, VlanLayer vlan, bool isLast)
    {
        string text = Invariant($"{vlan}, ethertype {TypeName(vlan.EtherType)}, ");
        return isLast
            ? text + (Carried(packet, vlan.EtherType) ?? Invariant($"{TypeWords(vlan.EtherType)}, length {PayloadLength(packet)}"))
            : text;
    }

    public static string Arp(ArpLayer arp) => arp.Operation switch
    {
        ArpOperation.Request => $"Request who-has {arp.TargetAddress}{Known(arp.TargetMac)} tell {arp.SenderAddress}",
        ArpOperation.Reply => $"Reply {arp.SenderAddress} is-at {arp.SenderMac}",
        ArpOperation.ReverseRequest => $"Reverse Request who-is {arp.TargetMac} tell {arp.SenderMac}",
        ArpOperation.ReverseReply => $"Reverse Reply {arp.TargetMac} at {arp.TargetAddress}",
        _ => Invariant($"Unknown ({(int)arp.Operation})"),
    };

    /// <summary>Bytes on the wire behind the link layer's headers, padding with them.</summary>
    public static int PayloadLength(DecodedPacket packet)
    {
        int length = packet.Length;
        foreach (PacketLayer layer in packet.Layers)
        {
            length -= layer switch
            {
                EthernetLayer => EthernetLayer.HeaderLength,
                VlanLayer => VlanLayer.HeaderLength,
                CookedLayer { InterfaceIndex: null } => CookedLayer.HeaderLength,
                CookedLayer => CookedLayer.HeaderLength2,
                _ => 0,
            };
        }

        return length;
    }

    private static string Known(MacAddress mac) => mac.IsZero ? string.Empty : $" ({mac})";

    // What has a name is said by it, as in "LLDP, length 46".
    private static string? Carried(DecodedPacket packet, EtherType type) =>
        packet.Problem is null && (type is EtherType.Lldp or EtherType.Eapol || (int)type <= EthernetLayer.MaximumLength)
            ? Invariant($"{packet.Protocol}, length {packet.PayloadLength}")
            : null;

    private static string TypeWords(EtherType type) => Invariant($"ethertype {TypeName(type)} (0x{(int)type:x4})");

    private static string TypeName(EtherType type) => type switch
    {
        EtherType.Vlan => "802.1Q",
        EtherType.ProviderVlan => "802.1Q-QinQ",
        EtherType.QinQ => "802.1Q-9100",
        _ when Enum.IsDefined(type) => PacketNames.OfEtherType(type),
        _ when (int)type <= EthernetLayer.MaximumLength => "802.3",
        _ => "Unknown",
    };

    private static string Way(CookedLayer cooked) => (cooked.Direction, cooked.Reception) switch
    {
        (PacketDirection.Out, _) => "Out",
        (_, PacketReception.Broadcast) => "B",
        (_, PacketReception.Multicast) => "M",
        (_, PacketReception.OtherHost) => "P",
        _ => "In",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

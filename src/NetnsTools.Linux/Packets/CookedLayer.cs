using NetnsTools.Linux.Capture;

namespace NetnsTools.Linux.Packets;

/// <summary>The header that a "cooked" capture has instead of the link layer's (LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2).</summary>
public sealed class CookedLayer : PacketLayer
{
    /// <summary>Bytes of the first form.</summary>
    public const int HeaderLength = 16;

    /// <summary>Bytes of the second form.</summary>
    public const int HeaderLength2 = 20;

    /// <inheritdoc/>
    public override string Name => "SLL";

    /// <summary>Whether it went out: PACKET_OUTGOING.</summary>
    public required PacketDirection Direction { get; init; } // sll_pkttype

    /// <summary>Whom it meant.</summary>
    public required PacketReception Reception { get; init; } // sll_pkttype

    /// <summary>The kernel's number of the device type (ARPHRD_*).</summary>
    public required int HardwareType { get; init; } // sll_hatype

    /// <summary>Who sent it; null where its address is no MAC address.</summary>
    public MacAddress? Source { get; init; } // sll_addr

    /// <summary>What it carries.</summary>
    public required EtherType EtherType { get; init; } // sll_protocol

    /// <summary>The interface's number; null in the first form, which has none.</summary>
    public int? InterfaceIndex { get; init; } // sll2_if_index

    /// <summary><c>In 02:00:00:00:00:01, IPv4</c>.</summary>
    public override string ToString() => $"{Direction}{(Source is { } source ? $" {source}" : string.Empty)}, {PacketNames.OfEtherType(EtherType)}";
}

namespace NetnsTools.Linux.Packets;

/// <summary>A VLAN tag (802.1Q), or a provider's (802.1ad).</summary>
public sealed class VlanLayer : PacketLayer
{
    /// <summary>Bytes of the tag (VLAN_HLEN).</summary>
    public const int HeaderLength = 4;

    /// <inheritdoc/>
    public override string Name => "VLAN";

    /// <summary>The VLAN, 0 to 4095; 0 for a tag that has only a priority.</summary>
    public required int Id { get; init; } // VID

    /// <summary>Priority, 0 to 7.</summary>
    public required int Priority { get; init; } // PCP

    /// <summary>Whether it may be dropped first.</summary>
    public required bool DropEligible { get; init; } // DEI

    /// <summary>What comes behind the tag; up to 1500 the length of an 802.3 frame.</summary>
    public required EtherType EtherType { get; init; }

    /// <summary><c>vlan 5, p 0</c>, and <c>, DEI</c>.</summary>
    public override string ToString() => $"vlan {Id}, p {Priority}{(DropEligible ? ", DEI" : string.Empty)}";
}

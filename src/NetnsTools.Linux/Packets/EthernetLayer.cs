namespace NetnsTools.Linux.Packets;

/// <summary>An Ethernet header.</summary>
public sealed class EthernetLayer : PacketLayer
{
    /// <summary>Bytes of the header (ETH_HLEN).</summary>
    public const int HeaderLength = 14;

    /// <summary>The largest value of <see cref="EtherType"/> that is a length instead: an 802.3 frame, with LLC inside.</summary>
    public const int MaximumLength = 1500;

    /// <inheritdoc/>
    public override string Name => "Ethernet";

    /// <summary>Who sent it.</summary>
    public required MacAddress Source { get; init; } // h_source

    /// <summary>Whom it is for.</summary>
    public required MacAddress Destination { get; init; } // h_dest

    /// <summary>What it carries; up to 1500 the length of an 802.3 frame.</summary>
    public required EtherType EtherType { get; init; } // h_proto

    /// <summary><c>02:00:00:00:00:01 > 02:00:00:00:00:02, IPv4</c>.</summary>
    public override string ToString() => $"{Source} > {Destination}, {PacketNames.OfEtherType(EtherType)}";
}

namespace NetnsTools.Linux.Packets;

/// <summary>A UDP header (RFC 768).</summary>
public sealed class UdpLayer : PacketLayer
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 8;

    /// <inheritdoc/>
    public override string Name => "UDP";

    /// <summary>The sender's port.</summary>
    public required int SourcePort { get; init; } // uh_sport

    /// <summary>The port it is for.</summary>
    public required int DestinationPort { get; init; } // uh_dport

    /// <summary>Bytes of header and data as the header has it.</summary>
    public required int Length { get; init; } // uh_ulen

    /// <summary>Bytes of data.</summary>
    public int PayloadLength => Length - HeaderLength;

    /// <summary>The checksum; 0 for none, which only IPv4 allows.</summary>
    public required int Checksum { get; init; } // uh_sum

    /// <summary>Whether the checksum is right; null where that cannot be known: none, left to the device, a fragment, or cut.</summary>
    public bool? IsChecksumValid { get; init; }

    /// <summary><c>40000 > 53, length 29</c>.</summary>
    public override string ToString() => $"{SourcePort} > {DestinationPort}, length {PayloadLength}";
}

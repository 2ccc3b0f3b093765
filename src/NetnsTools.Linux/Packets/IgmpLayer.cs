using System.Net;

namespace NetnsTools.Linux.Packets;

/// <summary>An IGMP message of any version (RFC 2236, RFC 3376).</summary>
public sealed class IgmpLayer : PacketLayer
{
    /// <summary>Bytes of the shortest message.</summary>
    public const int MinimumLength = 8;

    /// <inheritdoc/>
    public override string Name => "IGMP";

    /// <summary>Type.</summary>
    public required int Type { get; init; } // igmp_type

    /// <summary>What the type means.</summary>
    public required IgmpMessage Message { get; init; }

    /// <summary>1, 2 or 3.</summary>
    public required int Version { get; init; }

    /// <summary>How long members may wait with their answer to a query: its byte as it is, tenths of a second up to 127.</summary>
    public required int MaximumResponseCode { get; init; } // igmp_code

    /// <summary>The group; null for a report of version 3, which has many.</summary>
    public IPAddress? Group { get; init; } // igmp_group

    /// <summary>How many groups a report of version 3 has; null for others.</summary>
    public int? GroupCount { get; init; }

    /// <summary>Bytes of the message.</summary>
    public required int Length { get; init; }

    /// <summary><c>igmp v2 report 224.0.0.251</c>, as tcpdump says it.</summary>
    public override string ToString() => IcmpSummary.Igmp(this);
}

using System;
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

    /// <summary>How long members may wait with their answer to a query: the byte as it is.</summary>
    public required int MaximumResponseCode { get; init; } // igmp_code

    /// <summary>The same as a time. From 128 on a code of version 3 has an exponent (RFC 3376, section 4.1.1).</summary>
    public TimeSpan MaximumResponseTime => TimeSpan.FromMilliseconds(100 * (Version == 3 && MaximumResponseCode > sbyte.MaxValue
        ? ((MaximumResponseCode & 0xf) | 0x10) << (((MaximumResponseCode >> 4) & 7) + 3)
        : MaximumResponseCode));

    /// <summary>The group; null for a report of version 3, which has many.</summary>
    public IPAddress? Group { get; init; } // igmp_group

    /// <summary>How many groups a report of version 3 has; null for others.</summary>
    public int? GroupCount { get; init; }

    /// <summary>Bytes of the message.</summary>
    public required int Length { get; init; }

    /// <summary><c>igmp v2 report 224.0.0.251</c>, as tcpdump says it.</summary>
    public override string ToString() => IcmpSummary.Igmp(this);
}

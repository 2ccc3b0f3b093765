using System.Net;

namespace NetnsTools.Linux.Packets;

/// <summary>An IPv4 header (RFC 791).</summary>
public sealed class IPv4Layer : PacketLayer
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinimumHeaderLength = 20;

    /// <inheritdoc/>
    public override string Name => "IPv4";

    /// <summary>Who sent it.</summary>
    public required IPAddress Source { get; init; } // ip_src

    /// <summary>Whom it is for.</summary>
    public required IPAddress Destination { get; init; } // ip_dst

    /// <summary>What it carries.</summary>
    public required IPProtocol Protocol { get; init; } // ip_p

    /// <summary>Routers that it may still pass.</summary>
    public required int TimeToLive { get; init; } // ip_ttl

    /// <summary>The number that its fragments share.</summary>
    public required int Identification { get; init; } // ip_id

    /// <summary>Whether no router may break it up.</summary>
    public required bool DontFragment { get; init; } // IP_DF

    /// <summary>Whether further fragments follow.</summary>
    public required bool MoreFragments { get; init; } // IP_MF

    /// <summary>Where this fragment's data begin, in bytes; 0 for the first one and for a whole packet.</summary>
    public required int FragmentOffset { get; init; } // ip_off

    /// <summary>Whether it is a part of a packet.</summary>
    public bool IsFragment => MoreFragments || FragmentOffset > 0;

    /// <summary>The type of service, a byte: <see cref="Dscp"/> and <see cref="Ecn"/>.</summary>
    public required int TypeOfService { get; init; } // ip_tos

    /// <summary>Differentiated services code point, 0 to 63.</summary>
    public int Dscp => TypeOfService >> 2;

    /// <summary>Explicit congestion notification, 0 to 3.</summary>
    public int Ecn => TypeOfService & 3;

    /// <summary>Bytes of the header with its options, 20 to 60.</summary>
    public required int HeaderLength { get; init; } // ip_hl

    /// <summary>Bytes of header and data as the header has it; 0 where the device is to cut the packet up (TSO).</summary>
    public required int TotalLength { get; init; } // ip_len

    /// <summary>Options as they are, padding with them.</summary>
    public required byte[] Options { get; init; }

    /// <summary>The header's checksum.</summary>
    public required int Checksum { get; init; } // ip_sum

    /// <summary>Whether the checksum is right.</summary>
    public required bool IsChecksumValid { get; init; }

    /// <summary><c>10.0.0.10 > 10.0.0.20, UDP, TTL 64</c>.</summary>
    public override string ToString() => $"{Source} > {Destination}, {PacketNames.OfProtocol(Protocol)}, TTL {TimeToLive}";
}

using System.Collections.Generic;

namespace NetnsTools.Linux.Packets;

/// <summary>A TCP header (RFC 9293).</summary>
public sealed class TcpLayer : PacketLayer
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinimumHeaderLength = 20;

    /// <inheritdoc/>
    public override string Name => "TCP";

    /// <summary>The sender's port.</summary>
    public required int SourcePort { get; init; } // th_sport

    /// <summary>The port it is for.</summary>
    public required int DestinationPort { get; init; } // th_dport

    /// <summary>Number of the first byte of data; not relative to the connection's first.</summary>
    public required long SequenceNumber { get; init; } // th_seq

    /// <summary>Number of the byte that is expected next from the other side; see <see cref="TcpFlags.Ack"/>.</summary>
    public required long AcknowledgmentNumber { get; init; } // th_ack

    /// <summary>The flags.</summary>
    public required TcpFlags Flags { get; init; } // th_flags

    /// <summary>The flags as tcpdump writes them: <c>S</c>, <c>S.</c>, <c>P.</c>; <c>none</c>.</summary>
    public string FlagText => TransportSummary.Flags(Flags);

    /// <summary>Bytes that may be sent here; not scaled.</summary>
    public required int Window { get; init; } // th_win

    /// <summary>Bytes of the header with its options, 20 to 60.</summary>
    public required int HeaderLength { get; init; } // th_off

    /// <summary>Bytes of data in the packet.</summary>
    public required int PayloadLength { get; init; }

    /// <summary>Where urgent data end; see <see cref="TcpFlags.Urg"/>.</summary>
    public required int UrgentPointer { get; init; } // th_urp

    /// <summary>The options in their order, as far as they can be read.</summary>
    public required IReadOnlyList<TcpOption> Options { get; init; }

    /// <summary>Largest segment that may be sent here, in bytes; null where it does not say.</summary>
    public int? MaximumSegmentSize => TcpOption.Find(Options, TcpOptionKind.MaximumSegmentSize, 2) is { } option
        ? (int)option.Number(0, 2)
        : null;

    /// <summary>By how many bits windows are shifted from now on; null where it does not say.</summary>
    public int? WindowScale => TcpOption.Find(Options, TcpOptionKind.WindowScale, 1) is { } option ? (int)option.Number(0, 1) : null;

    /// <summary>Whether selective acknowledgments may be sent here.</summary>
    public bool IsSackPermitted => TcpOption.Find(Options, TcpOptionKind.SackPermitted, 0) is not null;

    /// <summary>The sender's clock; null where it does not say.</summary>
    public long? Timestamp => TcpOption.Find(Options, TcpOptionKind.Timestamps, 8)?.Number(0, 4); // TSval

    /// <summary>The other side's clock as it was last heard; null where it does not say.</summary>
    public long? TimestampEcho => TcpOption.Find(Options, TcpOptionKind.Timestamps, 8)?.Number(4, 4); // TSecr

    /// <summary>The checksum.</summary>
    public required int Checksum { get; init; } // th_sum

    /// <summary>Whether the checksum is right; null where that cannot be known: left to the device, a fragment, or cut.</summary>
    public bool? IsChecksumValid { get; init; }

    /// <summary><c>40000 > 80, S.</c>.</summary>
    public override string ToString() => $"{SourcePort} > {DestinationPort}, {FlagText}";
}

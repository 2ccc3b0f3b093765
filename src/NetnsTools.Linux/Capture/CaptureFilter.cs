using System.Collections.Generic;

namespace NetnsTools.Linux.Capture;

/// <summary>Which packets a capture takes. Within a list any one will do; of the lists all must agree; an empty one says nothing.</summary>
public sealed record CaptureFilter
{
    /// <summary>Protocols; with or without VLAN tags, all fragments of them.</summary>
    public IReadOnlyList<CaptureProtocol> Protocols { get; init; } = [];

    /// <summary>Source or destination: single addresses, or whole prefixes. ARP counts by the addresses it asks for and tells.</summary>
    public IReadOnlyList<AddressPrefix> Addresses { get; init; } = [];

    /// <summary>Source or destination port of TCP, UDP or SCTP, 1 to 65535. Later fragments of a packet carry none, and never match.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Only packets that went this way; <see cref="PacketDirection.Unknown"/> for both.</summary>
    public PacketDirection Direction { get; init; }

    /// <summary>An expression of tcpdump's filter language besides; it needs libpcap on the machine. Null for none.</summary>
    public string? Expression { get; init; }
}

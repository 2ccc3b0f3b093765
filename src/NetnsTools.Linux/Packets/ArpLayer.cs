using System.Net;

namespace NetnsTools.Linux.Packets;

/// <summary>An ARP packet for IPv4 over Ethernet (RFC 826).</summary>
public sealed class ArpLayer : PacketLayer
{
    /// <summary>Bytes of the packet.</summary>
    public const int HeaderLength = 28;

    /// <inheritdoc/>
    public override string Name => "ARP";

    /// <summary>What it does.</summary>
    public required ArpOperation Operation { get; init; } // ar_op

    /// <summary>Who speaks.</summary>
    public required MacAddress SenderMac { get; init; } // ar_sha

    /// <summary>The speaker's address; 0.0.0.0 in a probe.</summary>
    public required IPAddress SenderAddress { get; init; } // ar_sip

    /// <summary>Who is spoken to; all zeros where that is the question.</summary>
    public required MacAddress TargetMac { get; init; } // ar_tha

    /// <summary>The address asked for.</summary>
    public required IPAddress TargetAddress { get; init; } // ar_tip

    /// <summary>Whether it announces the sender's own address.</summary>
    public bool IsGratuitous => SenderAddress.Equals(TargetAddress) && !IsProbe;

    /// <summary>Whether it asks if an address is free, before it is used (RFC 5227).</summary>
    public bool IsProbe => Operation == ArpOperation.Request && SenderAddress.Equals(IPAddress.Any);

    /// <summary><c>Request who-has 10.0.0.20 tell 10.0.0.10</c>, as tcpdump says it.</summary>
    public override string ToString() => LinkSummary.Arp(this);
}

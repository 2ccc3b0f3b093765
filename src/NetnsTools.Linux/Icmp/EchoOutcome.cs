using System;
using System.Net;

namespace NetnsTools.Linux.Icmp;

/// <summary>One echo and what became of it.</summary>
public sealed record EchoOutcome
{
    /// <summary>Number of the echo, from 1.</summary>
    public required int Sequence { get; init; }

    /// <summary>The identifier in the packets of this session.</summary>
    public required int Identifier { get; init; }

    /// <summary>What became of it.</summary>
    public required EchoStatus Status { get; init; }

    /// <summary>Who answered: the target, or who reported the error; null where nobody did.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>From just before the send to the kernel's receive timestamp; zero unless a reply came.</summary>
    public TimeSpan RoundTripTime { get; init; }

    /// <summary>The reply's time to live (IPv4) or hop limit (IPv6); null where it is unknown.</summary>
    public int? TimeToLive { get; init; }

    /// <summary>ICMP bytes of the reply: header and payload.</summary>
    public int Size { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The kernel's error when it was not sent.</summary>
    public Errno Errno { get; init; }
}

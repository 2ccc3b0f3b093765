using System;
using System.Net;

namespace NetnsTools.Linux.Icmp;

/// <summary>What to send, to whom, how often.</summary>
public sealed record EchoOptions
{
    /// <summary>Largest payload over IPv4, in bytes.</summary>
    public const int MaximumPayload = 65507;

    /// <summary>The target. A link-local one carries the interface's index as its scope.</summary>
    public required IPAddress Destination { get; init; }

    /// <summary>The source address; null lets the kernel choose.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Only over this interface; null for any.</summary>
    public string? LinkName { get; init; } // SO_BINDTODEVICE

    /// <summary>How many echoes; null until stopped.</summary>
    public int? Count { get; init; } = 4;

    /// <summary>From send to send; zero sends the next as soon as the last is answered or lost.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Payload bytes behind the ICMP header.</summary>
    public int PayloadSize { get; init; } = 56;

    /// <summary>Time to live, or hop limit; null for the system's.</summary>
    public int? TimeToLive { get; init; } // IP_TTL, IPV6_UNICAST_HOPS

    /// <summary>Whether fragments are forbidden.</summary>
    public bool DontFragment { get; init; } // IP_PMTUDISC_DO
}

using System;
using System.Net;
using NetnsTools.Linux.Icmp;

namespace NetnsTools;

/// <summary>One echo and what became of it.</summary>
public sealed class NetnsPingReply
{
    private readonly EchoOutcome _outcome;

    internal NetnsPingReply(EchoOutcome outcome, IPAddress destination, string? @namespace, string? reason)
    {
        _outcome = outcome;
        Destination = SortableAddress.Of(destination)!;
        Namespace = @namespace;
        Reason = reason;
    }

    /// <summary>The namespace it was sent from; null for the current one.</summary>
    public string? Namespace { get; }

    /// <summary>The target.</summary>
    public IPAddress Destination { get; }

    /// <summary>Number of the echo, from 1.</summary>
    public int Sequence => _outcome.Sequence;

    /// <summary>The ICMP identifier that this run's packets carry.</summary>
    public int Identifier => _outcome.Identifier;

    /// <summary>What became of it.</summary>
    public EchoStatus Status => _outcome.Status;

    /// <summary>Whether the reply came.</summary>
    public bool Success => Status == EchoStatus.Success;

    /// <summary>Who answered, or who reported the error; null where nobody did.</summary>
    public IPAddress? Address => SortableAddress.Of(_outcome.Address);

    /// <summary>The same. Every array has a hidden method <c>Address</c>, so <c>$result.Replies.Address</c> finds that instead.</summary>
    public IPAddress? IPAddress => Address;

    /// <summary>Round-trip time, to the kernel's receive timestamp; null unless a reply came.</summary>
    public TimeSpan? RoundTripTime => Success ? _outcome.RoundTripTime : null;

    /// <summary>Time to live (IPv4) or hop limit (IPv6) of the reply; null where it is unknown.</summary>
    public int? TimeToLive => _outcome.TimeToLive;

    /// <summary>ICMP bytes of the reply: 8 of header, and the payload.</summary>
    public int Size => _outcome.Size;

    /// <summary>When it was sent.</summary>
    public DateTimeOffset SentAt => _outcome.SentAt;

    /// <summary>Why no reply came, in words; null for a reply.</summary>
    public string? Reason { get; }

    /// <summary>A line like ping's.</summary>
    public override string ToString() => Success
        ? $"{Size} bytes from {Address}: seq={Sequence} ttl={TimeToLive} time={_outcome.RoundTripTime.TotalMicroseconds:0} us"
        : $"seq={Sequence}: {Reason}";
}

using System;
using System.Linq;
using System.Net;

namespace NetnsTools;

/// <summary>A series of echoes to one target, added up.</summary>
public sealed class NetnsPingResult
{
    internal NetnsPingResult(string? @namespace, IPAddress destination, int sent, int unexpected, NetnsPingReply[] replies)
    {
        Namespace = @namespace;
        Destination = SortableAddress.Of(destination)!;
        Sent = sent;
        Unexpected = unexpected;
        Replies = replies;
        double[] times = [.. replies.Where(static reply => reply.Success).Select(static reply => (double)reply.RoundTripTime!.Value.Ticks)];
        Received = times.Length;
        if (times.Length > 0)
        {
            double mean = times.Average();
            MinimumRtt = Ticks(times.Min());
            AverageRtt = Ticks(mean);
            MaximumRtt = Ticks(times.Max());
            StandardDeviation = Ticks(Math.Sqrt(times.Select(time => (time - mean) * (time - mean)).Average()));
        }
    }

    /// <summary>The namespace it was sent from; null for the current one.</summary>
    public string? Namespace { get; }

    /// <summary>The target.</summary>
    public IPAddress Destination { get; }

    /// <summary>Whether every echo was answered.</summary>
    public bool Success => Sent > 0 && Received == Sent;

    /// <summary>Echoes sent, those the kernel refused included.</summary>
    public int Sent { get; }

    /// <summary>Echoes answered.</summary>
    public int Received { get; }

    /// <summary>Share of the echoes that went unanswered, in percent.</summary>
    public double LossPercent => Sent == 0 ? 0 : 100.0 * (Sent - Received) / Sent;

    /// <summary>Replies that came a second time, or too late.</summary>
    public int Unexpected { get; }

    /// <summary>Shortest round trip; null without a reply.</summary>
    public TimeSpan? MinimumRtt { get; }

    /// <summary>Mean round trip; null without a reply.</summary>
    public TimeSpan? AverageRtt { get; }

    /// <summary>Longest round trip; null without a reply.</summary>
    public TimeSpan? MaximumRtt { get; }

    /// <summary>Standard deviation of the round trips, over all of them as ping's mdev; null without a reply.</summary>
    public TimeSpan? StandardDeviation { get; }

    /// <summary>Why echoes went unanswered, each reason once; null when all were answered.</summary>
    public string? Reason => Success
        ? null
        : string.Join("; ", Replies.Where(static reply => reply.Reason is not null).Select(static reply => reply.Reason).Distinct());

    /// <summary>Every echo and what became of it, in the order in which that was known.</summary>
    public NetnsPingReply[] Replies { get; }

    /// <summary>One line.</summary>
    public override string ToString() => $"{Destination}: {Received} of {Sent} answered";

    private static TimeSpan Ticks(double value) => TimeSpan.FromTicks((long)Math.Round(value));
}

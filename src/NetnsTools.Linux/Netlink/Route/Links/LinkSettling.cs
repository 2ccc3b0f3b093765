using System;
using System.Diagnostics;

namespace NetnsTools.Linux.Route;

/// <summary>Makes a link that was just switched on ready to carry its first packet.</summary>
/// <remarks>
/// The end that is opened first keeps a no-op queue until the kernel's link-watch has run, up to a second later; the
/// first packet, mostly an ARP request, would be lost. Asking for that one link makes recent kernels run it at once.
/// Older ones are waited for.
/// </remarks>
public static class LinkSettling
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until a link that has carrier is operationally up, and its veth peer as well.</summary>
    /// <param name="route">rtnetlink in its namespace.</param>
    /// <param name="link">The link.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The link as it is then. Without carrier (the peer is off), at once.</returns>
    /// <exception cref="NetworkException">It did not come up in time.</exception>
    public static Link Settle(RouteConnection route, Link link, TimeSpan timeout, StopSignal stop)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(stop);
        Stopwatch elapsed = Stopwatch.StartNew();
        TimeSpan pause = FirstPause;
        while (true)
        {
            // The peer first: it is the one that was opened first, and mostly the one that waits.
            Link? peer = Peer(route, link);
            Link now = route.Links.Get(link.Index);
            if (!now.HasCarrier || !now.IsUp || (IsReady(now) && (peer is null || IsReady(peer))) || stop.IsRaised)
            {
                return now;
            }

            if (elapsed.Elapsed > timeout)
            {
                throw new NetworkException(
                    FaultKind.TimedOut,
                    ObjectKind.Link,
                    $"Link '{now.Name}' has carrier but was not operationally up within {timeout.TotalSeconds} s (state {now.State}).");
            }

            _ = stop.Wait(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Whether it can carry packets.</summary>
    internal static bool IsReady(Link link) => link.State is OperationalState.Up or OperationalState.Unknown;

    private static Link? Peer(RouteConnection route, Link link)
    {
        if (!link.IsVeth || link.LinkIndex is not { } index)
        {
            return null;
        }

        return link.LinkNamespaceId is { } id ? route.Links.FindIn(id, index) : route.Links.Find(index);
    }
}

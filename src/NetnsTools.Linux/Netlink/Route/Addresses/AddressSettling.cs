using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Sockets;

namespace NetnsTools.Linux.Route;

/// <summary>Waits until new addresses can be used.</summary>
public static class AddressSettling
{
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(0.2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the detection of duplicates, and until the kernel takes packets to the addresses.</summary>
    /// <param name="route">rtnetlink in the link's namespace.</param>
    /// <param name="link">The link, switched on.</param>
    /// <param name="prefixes">Its addresses.</param>
    /// <param name="timeout">How long at most, for each of both.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="NetworkException">One is in use by another host, or it was not ready in time.</exception>
    public static void Settle(RouteConnection route, Link link, IReadOnlyCollection<AddressPrefix> prefixes, TimeSpan timeout, StopSignal stop)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(prefixes);
        ArgumentNullException.ThrowIfNull(stop);
        AddressPrefix[] prefixes6 = [.. prefixes.Where(static prefix => prefix.Family == AddressFamily.InterNetworkV6)];
        if (prefixes6.Length > 0)
        {
            // IPv4 addresses can be used as soon as they are there.
            WaitForDetection(route, link, prefixes6, timeout, stop);
            WaitUntilLocal(route, link, prefixes6, timeout, stop);
        }
    }

    private static void WaitForDetection(RouteConnection route, Link link, AddressPrefix[] prefixes, TimeSpan timeout, StopSignal stop)
    {
        Stopwatch elapsed = Stopwatch.StartNew();
        while (!stop.IsRaised)
        {
            LinkAddress[] ours = [.. route.Addresses.List(link.Index)
                .Where(address => Array.Exists(prefixes, prefix => prefix.Address.Equals(address.Address)))];
            if (ours.FirstOrDefault(static address => (address.Flags & AddressFlags.DuplicateFound) != 0) is { } duplicate)
            {
                throw new NetworkException(
                    FaultKind.AlreadyExists,
                    ObjectKind.Address,
                    $"The address {duplicate.Address} of link '{link.Name}' is in use by another host on the link (duplicate address detection).");
            }

            // Detection starts only when packets can pass.
            if (ours.All(static address => address.IsUsable) || !route.Links.Get(link.Index).HasCarrier)
            {
                return;
            }

            if (elapsed.Elapsed > timeout)
            {
                throw NotInTime(route, link, timeout, "duplicate address detection still runs");
            }

            _ = stop.Wait(Pause);
        }
    }

    // The kernel lists an IPv6 address at once, but joins its solicited-node group and installs its local route from a
    // work queue. Until then nobody who asks for it gets an answer, and asks again only a second later.
    private static void WaitUntilLocal(RouteConnection route, Link link, AddressPrefix[] prefixes, TimeSpan timeout, StopSignal stop)
    {
        Stopwatch elapsed = Stopwatch.StartNew();
        foreach (AddressPrefix prefix in prefixes)
        {
            while (!stop.IsRaised && route.Routes.Lookup(prefix.Address) is not { Type: RouteType.Local })
            {
                if (elapsed.Elapsed > timeout)
                {
                    throw NotInTime(route, link, timeout, $"the kernel has installed no local route for {prefix.Address}");
                }

                _ = stop.Wait(ShortPause);
            }
        }
    }

    private static NetworkException NotInTime(RouteConnection route, Link link, TimeSpan timeout, string why) => new(
        FaultKind.TimedOut,
        ObjectKind.Address,
        $"The addresses of link '{link.Name}' in {PlaceText.Of(route.Namespace)} were not usable within {timeout.TotalSeconds} s: {why}.");
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Sockets;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;

namespace NetnsTools.Sessions;

/// <summary>Addresses on one or both ends of a pair, switched on and ready, or everything as it was.</summary>
internal static class VethAddressing
{
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(0.2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <exception cref="NetworkException">The kernel refused, or it was not ready in time; both ends are as they were.</exception>
    public static void Apply(IReadOnlyList<VethEnd> ends, bool switchOn, AddressFlags flagsIPv6, TimeSpan timeout, StopSignal stop)
    {
        Stack<Action> undo = new();
        try
        {
            foreach (VethEnd end in ends)
            {
                AddAddresses(end, flagsIPv6, undo);
            }

            if (switchOn)
            {
                foreach (VethEnd end in ends)
                {
                    SwitchOn(end, undo);
                }

                foreach (VethEnd end in ends)
                {
                    _ = LinkSettling.Settle(end.Session.Route, end.Link, timeout, stop);
                    WaitForDetection(end, timeout, stop);
                    WaitUntilLocal(end, timeout, stop);
                }
            }
        }
        catch (NetworkException)
        {
            Undo(undo);
            throw;
        }
    }

    private static void AddAddresses(VethEnd end, AddressFlags flagsIPv6, Stack<Action> undo)
    {
        if (end.Prefixes.Count == 0)
        {
            return;
        }

        AddressOperations addresses = end.Session.Route.Addresses;
        HashSet<AddressPrefix> present = [.. addresses.List(end.Link.Index).Select(static one => new AddressPrefix(one.Address, one.PrefixLength))];
        foreach (AddressPrefix prefix in end.Prefixes.Where(present.Add))
        {
            bool isIPv6 = prefix.Family == AddressFamily.InterNetworkV6;
            addresses.Add(end.Link, prefix, isIPv6 ? flagsIPv6 : AddressFlags.None);
            undo.Push(() => addresses.Delete(new LinkAddress
            {
                LinkIndex = end.Link.Index,
                Address = prefix.Address,
                PrefixLength = prefix.PrefixLength,
            }));
        }
    }

    private static void SwitchOn(VethEnd end, Stack<Action> undo)
    {
        if (!end.Link.IsUp)
        {
            end.Session.Route.Links.Change(end.Link, new LinkChange { Up = true });
            undo.Push(() => end.Session.Route.Links.Change(end.Link, new LinkChange { Up = false }));
        }
    }

    private static void WaitForDetection(VethEnd end, TimeSpan timeout, StopSignal stop)
    {
        Stopwatch elapsed = Stopwatch.StartNew();
        while (end.Prefixes.Count > 0 && !stop.IsRaised)
        {
            LinkAddress[] ours = [.. end.Session.Route.Addresses.List(end.Link.Index)
                .Where(address => end.Prefixes.Any(prefix => prefix.Address.Equals(address.Address)))];
            if (ours.FirstOrDefault(static address => (address.Flags & AddressFlags.DuplicateFound) != 0) is { } duplicate)
            {
                throw new NetworkException(
                    FaultKind.AlreadyExists,
                    ObjectKind.Address,
                    $"The address {duplicate.Address} of link '{end.Link.Name}' is in use by another host on the link (duplicate address detection).");
            }

            // Detection starts only when packets can pass.
            if (ours.All(static address => address.IsUsable) || !end.Session.Route.Links.Get(end.Link.Index).HasCarrier)
            {
                return;
            }

            if (elapsed.Elapsed > timeout)
            {
                throw NotInTime(end, timeout, "duplicate address detection still runs");
            }

            _ = stop.Wait(Pause);
        }
    }

    // The kernel lists an IPv6 address at once, but joins its solicited-node group and installs its local route from a
    // work queue. Until then nobody who asks for it gets an answer, and asks again only a second later.
    private static void WaitUntilLocal(VethEnd end, TimeSpan timeout, StopSignal stop)
    {
        Stopwatch elapsed = Stopwatch.StartNew();
        foreach (AddressPrefix prefix in end.Prefixes.Where(static one => one.Family == AddressFamily.InterNetworkV6))
        {
            while (!stop.IsRaised && end.Session.Route.Routes.Lookup(prefix.Address) is not { Type: RouteType.Local })
            {
                if (elapsed.Elapsed > timeout)
                {
                    throw NotInTime(end, timeout, $"the kernel has installed no local route for {prefix.Address}");
                }

                _ = stop.Wait(ShortPause);
            }
        }
    }

    private static NetworkException NotInTime(VethEnd end, TimeSpan timeout, string why) => new(
        FaultKind.TimedOut,
        ObjectKind.Address,
        $"The addresses of link '{end.Link.Name}' in {PlaceText.Of(end.Session.Name)} were not usable within {timeout.TotalSeconds} s: {why}.");

    private static void Undo(Stack<Action> undo)
    {
        while (undo.TryPop(out Action? step))
        {
            try
            {
                step();
            }
            catch (NetworkException)
            {
                // The first failure is what the caller must hear; what is gone needs no undoing.
            }
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;

namespace NetnsTools.Sessions;

/// <summary>Addresses on one or both ends of a pair, switched on and ready, or everything as it was.</summary>
internal static class VethAddressing
{
    /// <param name="ends">The ends, as they are.</param>
    /// <param name="switchOn">Whether they are switched on, and waited for.</param>
    /// <param name="flagsIPv6">Flags of the IPv6 addresses.</param>
    /// <param name="timeout">How long an end is waited for at most.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="look">Looks at what became of them; where it fails, it did not happen.</param>
    /// <exception cref="NetworkException">The kernel refused, or it was not ready in time; both ends are as they were.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended; both ends are as they were.</exception>
    public static T Apply<T>(
        IReadOnlyList<VethEnd> ends, bool switchOn, AddressFlags flagsIPv6, TimeSpan timeout, StopSignal stop, Func<T> look)
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
                    AddressSettling.Settle(end.Session.Route, end.Link, end.Prefixes, timeout, stop);
                }
            }

            // What nobody waited for may not be ready.
            return stop.IsRaised ? throw new OperationCanceledException() : look();
        }
        catch (Exception exception) when (exception is NetworkException or OperationCanceledException)
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

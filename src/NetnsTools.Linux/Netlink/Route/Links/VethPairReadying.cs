using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>One end of a new pair, where it is, and the addresses it shall have.</summary>
internal readonly record struct VethPairEnd(RouteConnection Route, Link Link, IReadOnlyList<AddressPrefix> Addresses);

/// <summary>Gives a new pair its addresses and switches it on, with one datagram for each end.</summary>
internal static class VethPairReadying
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <param name="left">The end that was born switched on where that is wanted.</param>
    /// <param name="right">The end that could not be.</param>
    /// <param name="up">Whether they are switched on.</param>
    /// <param name="stop">Ends the wait for IPv6 addresses.</param>
    /// <exception cref="NetworkException">The kernel refused something. The caller deletes the pair.</exception>
    public static VethPairState Finish(VethPairEnd left, VethPairEnd right, bool up, StopSignal stop)
    {
        // The left one comes last: a look at the end that was on first makes the kernel see its carrier. See LinkSettling.
        (Link rightLink, IReadOnlyList<LinkAddress> rightAddresses) = Complete(right, switchOn: up);
        (Link leftLink, IReadOnlyList<LinkAddress> leftAddresses) = Complete(left, switchOn: false);
        if (up && !(LinkSettling.IsReady(leftLink) && LinkSettling.IsReady(rightLink)))
        {
            leftLink = LinkSettling.Settle(left.Route, leftLink, Timeout, stop);
            rightLink = right.Route.Links.Get(rightLink.Index);
        }

        if (up && left.Addresses.Concat(right.Addresses).Any(static one => one.Family == AddressFamily.InterNetworkV6))
        {
            AddressSettling.Settle(left.Route, leftLink, left.Addresses, Timeout, stop);
            AddressSettling.Settle(right.Route, rightLink, right.Addresses, Timeout, stop);
            leftAddresses = left.Route.Addresses.List(leftLink.Index);
            rightAddresses = right.Route.Addresses.List(rightLink.Index);
        }

        return new VethPairState(leftLink, rightLink, leftAddresses, rightAddresses);
    }

    private static (Link Link, IReadOnlyList<LinkAddress> Addresses) Complete(VethPairEnd end, bool switchOn)
    {
        List<NetlinkStep> steps = [.. end.Addresses.Distinct().Select(Adding)];
        if (switchOn)
        {
            steps.Add(end.Route.Links.Changing(end.Link, new LinkChange { Up = true }));
        }

        QueryStep<Link> link = end.Route.Links.Getting(end.Link);
        DumpStep<LinkAddress> addresses = end.Route.Addresses.Listing(end.Link.Index);
        steps.Add(link);
        steps.Add(addresses);
        end.Route.Run([.. steps]);
        steps.ForEach(static step => step.ThrowIfFailed());
        // Somebody changed addresses at this very moment, or the kernel does not filter: read again.
        bool isOwn = addresses.IsOfOneMoment && addresses.Items.TrueForAll(address => address.LinkIndex == end.Link.Index);
        return (link.ValueOrThrow(), isOwn ? addresses.Items : end.Route.Addresses.List(end.Link.Index));

        // Nobody else is on a new cable: detection of duplicates would only make the addresses wait.
        NetlinkStep Adding(AddressPrefix prefix) => end.Route.Addresses.Adding(
            end.Link, prefix, prefix.Family == AddressFamily.InterNetworkV6 ? AddressFlags.NoDuplicateDetection : AddressFlags.None);
    }
}

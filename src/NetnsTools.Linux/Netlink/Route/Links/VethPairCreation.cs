using System;
using System.Linq;

namespace NetnsTools.Linux.Route;

/// <summary>Creates veth pairs with different indexes on both ends, and says which name was taken where.</summary>
/// <remarks>
/// Equal indexes, what the kernel picks in two fresh namespaces, make it take the links for stacked on themselves: the
/// operational state and the IPv6 link-local address then come up to a second late.
/// </remarks>
public static class VethPairCreation
{
    // What the kernel would give the first link beside lo, and the next: right in a fresh namespace.
    private const int FirstIndex = 2;
    private const int MaximumAttempts = 5;

    /// <summary>Creates a pair, each end born in its namespace, with its addresses. All of it is there afterwards, or nothing.</summary>
    /// <param name="leftRoute">rtnetlink in the left end's namespace.</param>
    /// <param name="rightRoute">rtnetlink in the right end's namespace; the same object for the same namespace.</param>
    /// <param name="left">The left end.</param>
    /// <param name="right">The right end, with its namespace.</param>
    /// <param name="up">Whether both ends are switched on, and ready to carry the first packet.</param>
    /// <param name="stop">Ends the wait for IPv6 addresses; the pair stays.</param>
    /// <returns>What the kernel made.</returns>
    /// <exception cref="NetworkException">A name is taken, or the kernel refused; nothing was made.</exception>
    public static VethPairState Create(
        RouteConnection leftRoute,
        RouteConnection rightRoute,
        VethEndSpecification left,
        VethEndSpecification right,
        bool up,
        StopSignal stop)
    {
        ArgumentNullException.ThrowIfNull(leftRoute);
        ArgumentNullException.ThrowIfNull(rightRoute);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(stop);
        (int? leftIndex, int? rightIndex) = (left.Index, right.Index);
        if (ReferenceEquals(leftRoute, rightRoute))
        {
            _ = CreateOrExplain(leftRoute, rightRoute, left, right, up, isIndexOurs: false);
        }
        else
        {
            (leftIndex, rightIndex) = CreateAcross(leftRoute, rightRoute, left, right, up);
        }

        Link? created = null;
        try
        {
            created = leftIndex is { } one ? new Link { Index = one, Name = left.Name } : leftRoute.Links.Get(left.Name);
            Link peer = rightIndex is { } other ? new Link { Index = other, Name = right.Name } : rightRoute.Links.Get(right.Name);
            return VethPairReadying.Finish(
                new VethPairEnd(leftRoute, created, left.Addresses), new VethPairEnd(rightRoute, peer, right.Addresses), up, stop);
        }
        catch
        {
            leftRoute.Links.Delete(created ?? leftRoute.Links.Get(left.Name));
            throw;
        }
    }

    private static (int LeftIndex, int RightIndex) CreateAcross(
        RouteConnection leftRoute, RouteConnection rightRoute, VethEndSpecification left, VethEndSpecification right, bool up)
    {
        // The kernel's choice of both could be equal; ours is a guess that fails at no cost where it is taken.
        (int leftIndex, int rightIndex) = (left.Index ?? FirstIndex, right.Index ?? FirstIndex + 1);
        bool isIndexOurs = left.Index is null || right.Index is null;
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (leftIndex == rightIndex && isIndexOurs)
            {
                _ = right.Index is null ? rightIndex++ : leftIndex++;
            }

            if (CreateOrExplain(leftRoute, rightRoute, left with { Index = leftIndex }, right with { Index = rightIndex }, up, isIndexOurs))
            {
                return (leftIndex, rightIndex);
            }

            // Beyond all that are there, so that no number is used again soon; another maker may still be quicker.
            leftIndex = left.Index ?? Next(leftRoute);
            rightIndex = right.Index ?? Next(rightRoute);
        }

        throw new NetworkException(
            FaultKind.Busy, ObjectKind.Link, $"No free interface index was found for '{left.Name}' and '{right.Name}' in {MaximumAttempts} attempts, or one that was asked for is taken.");
    }

    /// <summary>Creates the pair; false where an index that we chose is taken.</summary>
    private static bool CreateOrExplain(
        RouteConnection leftRoute,
        RouteConnection rightRoute,
        VethEndSpecification left,
        VethEndSpecification right,
        bool up,
        bool isIndexOurs)
    {
        try
        {
            leftRoute.Links.CreateVethPair(left, right, up);
            return true;
        }
        catch (KernelException exception) when (exception.Errno is Errno.Exists or Errno.Busy)
        {
            // "File exists" is about a name or, for the left end, the index; it does not say which.
            if ((Taken(leftRoute, left.Name, exception) ?? Taken(rightRoute, right.Name, exception)) is { } taken)
            {
                throw taken;
            }

            if (!isIndexOurs)
            {
                throw;
            }

            return false;
        }
    }

    private static int Next(RouteConnection route) => route.Links.List().Max(static link => link.Index) + 1;

    private static NetworkException? Taken(RouteConnection route, string name, KernelException cause) =>
        route.Links.Find(name) is null ? null : LinkFault.Taken(name, route.Namespace, cause);
}

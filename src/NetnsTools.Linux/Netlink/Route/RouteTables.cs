using System;
using System.Collections.Generic;
using System.Linq;

namespace NetnsTools.Linux.Route;

/// <summary>All links and addresses of one namespace, as they were when they were read.</summary>
public sealed class RouteTables
{
    private const int WorthTwoThreads = 16;

    // Made when they are asked for: a listing of many namespaces mostly does not.
    private readonly Lazy<Dictionary<int, Link>> _byIndex;
    private readonly Lazy<ILookup<int, LinkAddress>> _addresses;

    private RouteTables(IReadOnlyList<Link> links, IReadOnlyList<LinkAddress> addresses)
    {
        Link[] sorted = [.. links];
        Array.Sort(sorted, static (one, other) => one.Index.CompareTo(other.Index));
        Links = sorted;
        _byIndex = new(() => links.ToDictionary(static link => link.Index));
        _addresses = new(() => addresses.ToLookup(static address => address.LinkIndex));
    }

    /// <summary>The links, by index.</summary>
    public IReadOnlyList<Link> Links { get; }

    /// <summary>Reads them: two requests to the kernel.</summary>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public static RouteTables Read(RouteConnection route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return new RouteTables(route.Links.List(), route.Addresses.List());
    }

    /// <summary>Reads those of several namespaces, on two processors at once where they are many.</summary>
    /// <param name="routes">rtnetlink in each.</param>
    /// <returns>The tables of each, in their order; null where the kernel refused, which <see cref="Read(RouteConnection)"/> says again.</returns>
    public static IReadOnlyList<RouteTables?> Read(IReadOnlyList<RouteConnection> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        RouteTables?[] tables = new RouteTables?[routes.Count];
        // Who listens to requests in words listens on the calling thread.
        bool isHeard = routes.Any(static route => route.Trace is not null);
        SideBySide.Run(tables.Length, Read, isHeard ? int.MaxValue : WorthTwoThreads);
        return tables;

        void Read(int from, int to)
        {
            for (int index = from; index < to; index++)
            {
                tables[index] = TryRead(routes[index]);
            }
        }
    }

    /// <summary>A link by its index; null where there is none.</summary>
    public Link? Find(int index) => _byIndex.Value.GetValueOrDefault(index);

    /// <summary>The addresses of a link, in the kernel's order.</summary>
    public IEnumerable<LinkAddress> AddressesOf(Link link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return _addresses.Value[link.Index];
    }

    private static RouteTables? TryRead(RouteConnection route)
    {
        try
        {
            return Read(route);
        }
        catch (NetworkException)
        {
            return null;
        }
    }
}

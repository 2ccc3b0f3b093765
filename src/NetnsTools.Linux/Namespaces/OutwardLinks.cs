using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux;

/// <summary>The links of removed namespaces whose other ends live on, deleted with as few waits for the kernel as can be.</summary>
/// <remarks>Those whose both ends go are left to the kernel. Deleting costs 16–20 ms a time, but not a link: those into one namespace go together.</remarks>
internal sealed class OutwardLinks(NamespaceStore store, IReadOnlyList<NamespaceHandle> removed)
{
    // So many are looked at with one way through the gate, and so many sockets are open at a time.
    private const int WindowSize = 64;
    private const int WorthTwoThreads = 16;

    private readonly Attempts _attempts = new();
    private readonly Dictionary<NamespaceIdentity, (NamespaceHandle Handle, List<PeerEnd> Ends)> _survivors = [];

    /// <summary>Looks for them, and deletes them.</summary>
    /// <exception cref="NetworkException">The kernel refused. What could be deleted is.</exception>
    public void Delete()
    {
        List<PeerSearch> searches = [];
        try
        {
            SideBySide.Run(
                removed.Count,
                (from, to) =>
                {
                    PeerSearch search = new(store, removed);
                    lock (searches)
                    {
                        searches.Add(search);
                    }

                    for (int start = from; start < to; start += WindowSize)
                    {
                        Look(search, start, Math.Min(start + WindowSize, to));
                    }
                },
                WorthTwoThreads);
            foreach ((NamespaceHandle handle, List<PeerEnd> ends) in _survivors.Values)
            {
                _attempts.Do(() => DeleteFrom(handle, ends));
            }
        }
        finally
        {
            searches.ForEach(static search => search.Dispose());
        }

        _attempts.ThrowIfFailed();
    }

    private void Look(PeerSearch search, int from, int to)
    {
        NamespaceHandle[] handles = [.. Enumerable.Range(from, to - from).Select(position => removed[position])];
        IReadOnlyList<RouteOpening> openings = RouteConnection.Open(handles);
        try
        {
            for (int index = 0; index < handles.Length; index++)
            {
                RouteOpening opening = openings[index];
                int position = from + index;
                _attempts.Do(() => Look(search, position, opening.Connection ?? throw opening.Error!));
            }
        }
        finally
        {
            foreach (RouteOpening opening in openings)
            {
                opening.Connection?.Dispose();
            }
        }
    }

    private void Look(PeerSearch search, int position, RouteConnection connection)
    {
        Link[] outward = [.. connection.Links.ListVeths().Where(static link => link.LinkNamespaceId is not null)];
        if (outward.Length == 0)
        {
            return;
        }

        Dictionary<int, NamespaceHandle?> places = search.Find(connection, position, outward.Select(static link => link.LinkNamespaceId!.Value));
        List<Link> unknown = [];
        foreach (Link link in outward)
        {
            if (!places.TryGetValue(link.LinkNamespaceId!.Value, out NamespaceHandle? survivor))
            {
                unknown.Add(link);
            }
            else if (survivor is not null)
            {
                Add(survivor, new PeerEnd(link.LinkIndex ?? 0, link.Index));
            }
        }

        connection.Links.Delete(unknown);
    }

    private void Add(NamespaceHandle survivor, PeerEnd end)
    {
        lock (_survivors)
        {
            if (!_survivors.TryGetValue(survivor.Identity, out (NamespaceHandle Handle, List<PeerEnd> Ends) known))
            {
                known = (survivor, []);
                _survivors.Add(survivor.Identity, known);
            }

            known.Ends.Add(end);
        }
    }

    private static void DeleteFrom(NamespaceHandle survivor, List<PeerEnd> ends)
    {
        HashSet<PeerEnd> wanted = [.. ends];
        using RouteConnection connection = RouteConnection.Open(survivor);
        InwardLinks.Delete(connection, link => link.LinkIndex is { } other && wanted.Contains(new PeerEnd(link.Index, other)));
    }

    /// <summary>An end in a surviving namespace.</summary>
    /// <param name="Index">Its index there.</param>
    /// <param name="PeerIndex">The removed end's index in the removed namespace.</param>
    private readonly record struct PeerEnd(int Index, int PeerIndex);
}

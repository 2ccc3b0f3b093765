using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux;

/// <summary>Finds out which namespaces the links of removed ones lead to. The kernel only tells the number of one that it is shown.</summary>
/// <remarks>For use by one thread.</remarks>
internal sealed class PeerSearch(NamespaceStore store, IReadOnlyList<NamespaceHandle> removed) : IDisposable
{
    private const int NearEnough = 64;
    private const int MostFutile = 8;
    private const int MostRemembered = 4;

    private readonly List<NamespaceHandle> _survivors = [];
    private readonly List<int> _hubs = [];
    private int _futile;

    /// <summary>The namespaces behind numbers, as far as they are found.</summary>
    /// <param name="connection">rtnetlink in a removed namespace.</param>
    /// <param name="position">Where it is among the removed ones.</param>
    /// <param name="ids">Its numbers for others.</param>
    /// <returns>For each number the survivor; without a value one that is removed as well. A number that is left out belongs to a survivor that was not found.</returns>
    public Dictionary<int, NamespaceHandle?> Find(RouteConnection connection, int position, IEnumerable<int> ids)
    {
        HashSet<int> unknown = [.. ids];
        Dictionary<int, NamespaceHandle?> found = [];
        _ = Look(Removed(Near(position, 1, 1)))
            || Look(Survivors())
            || Look(Removed(_hubs.ToArray()))
            || Look(Removed(Near(position, 2, _futile < MostFutile ? removed.Count : NearEnough)))
            || Look(Named());
        _futile = unknown.Count > 0 ? _futile + 1 : 0;
        return found;

        bool Look(IEnumerable<(NamespaceHandle Handle, int Position)> candidates)
        {
            foreach ((NamespaceHandle handle, int place) in candidates)
            {
                if (connection.NamespaceIds.Find(handle) is { } id && unknown.Remove(id))
                {
                    found[id] = place < 0 ? handle : null;
                    Remember(handle, place);
                    if (unknown.Count == 0)
                    {
                        break;
                    }
                }
            }

            return unknown.Count == 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _survivors.ForEach(static handle => handle.Dispose());

    // The peer most often is a neighbour in the list.
    private IEnumerable<int> Near(int position, int from, int to)
    {
        for (int distance = from; distance <= Math.Min(to, removed.Count); distance++)
        {
            if (position + distance < removed.Count)
            {
                yield return position + distance;
            }

            if (position >= distance)
            {
                yield return position - distance;
            }
        }
    }

    private IEnumerable<(NamespaceHandle Handle, int Position)> Removed(IEnumerable<int> positions) =>
        positions.Select(position => (removed[position], position));

    // That of this process, and those that were found before.
    private IEnumerable<(NamespaceHandle Handle, int Position)> Survivors()
    {
        if (_survivors.Count == 0)
        {
            _survivors.Add(NamespaceHandle.OpenCurrent());
        }

        return _survivors.ToArray().Select(static handle => (handle, -1));
    }

    private IEnumerable<(NamespaceHandle Handle, int Position)> Named()
    {
        // Who survives matters only where links of several can be deleted together.
        if (removed.Count < 2 || _futile >= MostFutile)
        {
            yield break;
        }

        foreach (string name in store.Names())
        {
            if (TryOpen(name) is { } handle)
            {
                try
                {
                    yield return (handle, -1);
                }
                finally
                {
                    if (!_survivors.Contains(handle))
                    {
                        handle.Dispose();
                    }
                }
            }
        }
    }

    private NamespaceHandle? TryOpen(string name)
    {
        try
        {
            return store.Open(name);
        }
        catch (NetworkException)
        {
            // Stale, or removed just now.
            return null;
        }
    }

    private void Remember(NamespaceHandle handle, int position)
    {
        if (position >= 0)
        {
            _ = _hubs.Remove(position);
            _hubs.Insert(0, position);
            _hubs.RemoveRange(Math.Min(MostRemembered, _hubs.Count), Math.Max(_hubs.Count - MostRemembered, 0));
        }
        else if (!_survivors.Contains(handle))
        {
            _survivors.Add(handle);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux;

/// <summary>Removes namespaces so that all their names can be used again as soon as it is done.</summary>
/// <remarks>
/// The kernel takes a dead namespace apart later (tens of milliseconds). A veth whose other end lives elsewhere keeps
/// that end's name until then, so such links are deleted explicitly; it costs 16–20 ms a time, so they go together, and
/// links whose both ends go with their namespaces are left to the kernel. That goes for a namespace that a process keeps
/// alive as well: <c>ip netns del</c> leaves it such links, and their names are taken until the process ends.
/// </remarks>
public sealed class NamespaceRemover(NamespaceStore store) : IDisposable
{
    private readonly List<NamespaceHandle> _removed = [];

    /// <summary>Takes the name away. The namespace itself is held until <see cref="Complete"/>.</summary>
    /// <param name="name">The name; a stale one is removed as well.</param>
    /// <param name="expected">What the caller saw under the name; null for whatever is there.</param>
    /// <exception cref="NetworkException">No such name; another namespace has it now; the kernel refused.</exception>
    public void Remove(string name, NamespaceIdentity? expected = null)
    {
        NamespaceEntry entry = store.Find(name)
            ?? throw new NetworkException(FaultKind.NotFound, ObjectKind.Namespace, $"There is no namespace '{name}' to remove.");
        if (entry.State != NamespaceState.Live)
        {
            store.Remove(name);
            return;
        }

        NamespaceHandle handle = store.Open(name);
        try
        {
            if (expected is { } identity)
            {
                handle.EnsureIs(identity);
            }

            store.Remove(name);
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        _removed.Add(handle);
    }

    /// <summary>The removed namespaces that live on, since processes are inside, by the names they had.</summary>
    /// <remarks>One look at every process, whatever the number of namespaces. What has another name is left out.</remarks>
    public IReadOnlyList<(string Name, IReadOnlyList<ProcessEntry> Processes)> FindInhabited()
    {
        if (_removed.Count == 0)
        {
            return [];
        }

        HashSet<NamespaceIdentity> stillNamed = NamedNow();
        NamespaceHandle[] nameless = [.. _removed.Where(handle => !stillNamed.Contains(handle.Identity)).DistinctBy(static handle => handle.Identity)];
        IReadOnlyList<IReadOnlyList<ProcessEntry>> inside = ProcessTable.Inside(nameless);
        return [.. nameless.Select((handle, index) => (handle.Label!, inside[index])).Where(static found => found.Item2.Count > 0)];
    }

    /// <summary>Frees the names of links that reach out of the removed namespaces, and lets the namespaces go.</summary>
    public void Complete()
    {
        try
        {
            HashSet<NamespaceIdentity> stillNamed = _removed.Count == 0 ? [] : NamedNow();
            for (int index = 0; index < _removed.Count; index++)
            {
                // A second name (ip netns attach) keeps the namespace, and its links, alive.
                if (!stillNamed.Contains(_removed[index].Identity))
                {
                    DeleteLinksToSurvivors(index);
                }
            }
        }
        finally
        {
            foreach (NamespaceHandle handle in _removed)
            {
                handle.Dispose();
            }

            _removed.Clear();
        }
    }

    /// <summary>Does what <see cref="Complete"/> does, where it was not reached.</summary>
    public void Dispose()
    {
        try
        {
            Complete();
        }
        catch (NetworkException)
        {
            // Nobody is left to be told; the handles are released all the same.
        }
    }

    private HashSet<NamespaceIdentity> NamedNow() =>
        [.. store.List().Where(static entry => entry.Identity is not null).Select(static entry => entry.Identity!.Value)];

    private void DeleteLinksToSurvivors(int position)
    {
        using RouteConnection connection = RouteConnection.Open(_removed[position]);
        List<Link> outward = [.. connection.Links.List().Where(static link => link is { IsVeth: true, LinkNamespaceId: not null })];
        HashSet<int> unexplained = [.. outward.Select(static link => link.LinkNamespaceId!.Value)];

        // The peer most often is a neighbour in the list: nearest first, and no further than needed.
        for (int distance = 1; distance < _removed.Count && unexplained.Count > 0; distance++)
        {
            Explain(position - distance);
            Explain(position + distance);
        }

        connection.Links.Delete([.. outward.Where(link => unexplained.Contains(link.LinkNamespaceId!.Value))]);

        void Explain(int other)
        {
            if (other >= 0 && other < _removed.Count && connection.NamespaceIds.Find(_removed[other]) is { } id)
            {
                _ = unexplained.Remove(id);
            }
        }
    }
}

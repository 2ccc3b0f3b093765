using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux;

/// <summary>Removes namespaces so that all their names can be used again as soon as it is done.</summary>
/// <remarks>
/// The kernel takes a dead namespace apart later (tens of milliseconds). A veth whose other end lives elsewhere keeps
/// that end's name until then, so such links are deleted explicitly; it costs 16–20 ms a time, so they go together, and
/// links whose both ends go with their namespaces are left to the kernel. A process that was left behind inside does not
/// change that: <c>ip netns del</c> leaves such a namespace its links, and their names are taken until the process ends.
/// What has a life of its own keeps its links: the namespace of this process, that of the system, one with another name
/// or mount, and one that was only given a name (<see cref="NamespaceStore.Adopt"/>) while processes lived in it.
/// </remarks>
public sealed class NamespaceRemover(NamespaceStore store) : IDisposable
{
    private const int InitProcess = 1;
    private const int KernelProcess = 2; // kthreadd

    private readonly List<NamespaceHandle> _removed = [];
    private readonly HashSet<NamespaceIdentity> _adopted = [];
    private HashSet<NamespaceIdentity>? _kept;

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

            store.Remove(name, out bool wasAdopted);
            if (wasAdopted)
            {
                _ = _adopted.Add(handle.Identity);
            }
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        _removed.Add(handle);
        _kept = null;
    }

    /// <summary>Whether a namespace is one that the whole system lives in: that of the first process, or of the kernel.</summary>
    public static bool IsSystem(NamespaceHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return SystemNodes().Contains(NamespaceNode.Of(handle.Identity));
    }

    /// <summary>The removed namespaces that live on only since processes were left inside, by the names they had.</summary>
    /// <remarks>One look at every process, whatever the number of namespaces.</remarks>
    public IReadOnlyList<(string Name, IReadOnlyList<ProcessEntry> Processes)> FindInhabited()
    {
        HashSet<NamespaceIdentity> kept = _kept = HaveOtherLife();
        NamespaceHandle[] orphans = [.. _removed.Where(handle => !kept.Contains(handle.Identity)).DistinctBy(static handle => handle.Identity)];
        IReadOnlyList<IReadOnlyList<ProcessEntry>> inside = ProcessTable.Inside(orphans);
        return [.. orphans.Select((handle, index) => (handle.Label!, inside[index])).Where(static found => found.Item2.Count > 0)];
    }

    /// <summary>Frees the names of links that reach out of the removed namespaces, and lets the namespaces go.</summary>
    public void Complete()
    {
        try
        {
            HashSet<NamespaceIdentity> kept = _kept ?? HaveOtherLife();
            for (int index = 0; index < _removed.Count; index++)
            {
                if (!kept.Contains(_removed[index].Identity))
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
            _adopted.Clear();
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

    private static HashSet<NamespaceNode> SystemNodes()
    {
        bool seesKernel = ProcessStat.Read(KernelProcess) is { ParentId: 0 };
        return [.. ProcessPlaces.Of(InitProcess).Concat(seesKernel ? ProcessPlaces.Of(KernelProcess) : []).Select(static place => place.Node)];
    }

    private HashSet<NamespaceIdentity> HaveOtherLife()
    {
        if (_removed.Count == 0)
        {
            return [];
        }

        using NamespaceHandle current = NamespaceHandle.OpenCurrent();
        HashSet<NamespaceIdentity> named =
            [.. store.List().Where(static entry => entry.Identity is not null).Select(static entry => entry.Identity!.Value)];
        HashSet<ulong> mounted = [.. MountedNamespaces.List().Select(static mount => mount.Inode)];
        HashSet<NamespaceNode> system = SystemNodes();
        Dictionary<NamespaceNode, List<int>> inhabitants =
            ProcessPlaces.Inhabitants([.. _adopted.Select(NamespaceNode.Of)]);
        return [.. _removed.Where(HasOtherLife).Select(static handle => handle.Identity)];

        // The name was but one of several, or a nickname for what lives by itself: nothing in it is ours to take away.
        bool HasOtherLife(NamespaceHandle handle) =>
            named.Contains(handle.Identity)
            || mounted.Contains(handle.Identity.Inode)
            || handle.Identity == current.Identity
            || system.Contains(NamespaceNode.Of(handle.Identity))
            || (_adopted.Contains(handle.Identity) && inhabitants[NamespaceNode.Of(handle.Identity)].Count > 0);
    }

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

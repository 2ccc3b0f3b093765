using System.Collections.Generic;
using System.Linq;

namespace NetnsTools.Linux;

/// <summary>Namespaces whose names were taken away, and what of the machine bears on them at one moment.</summary>
internal sealed class RemovedNamespaces
{
    // Each survivor that links lead to is asked about each removed one.
    private const int MostSurvivors = 8;

    private readonly HashSet<ulong> _mounted = MountedNamespaces.Inodes();
    private readonly ProcessCensus _census = ProcessCensus.Take();

    // Those that go now, or as soon as nobody is inside any more: nothing else in them is ours to take away.
    private readonly NamespaceHandle[] _orphans;

    /// <summary>Takes a look.</summary>
    /// <param name="removed">The namespaces; they must be held.</param>
    /// <param name="adopted">Those of them that had been given a name while they lived.</param>
    public RemovedNamespaces(IEnumerable<NamespaceHandle> removed, IReadOnlySet<NamespaceIdentity> adopted)
    {
        using NamespaceHandle current = NamespaceHandle.OpenCurrent();
        HashSet<NamespaceNode> system = ProcessPlaces.OfSystem();
        _orphans = [.. removed.Where(handle => !HasOtherLife(handle)).DistinctBy(static handle => handle.Identity)];

        // Another name is a mount as well.
        bool HasOtherLife(NamespaceHandle handle) =>
            _mounted.Contains(handle.Identity.Inode)
            || handle.Identity == current.Identity
            || system.Contains(NamespaceNode.Of(handle.Identity))
            || (adopted.Contains(handle.Identity) && _census.Inside(handle).Count > 0);
    }

    /// <summary>Those that live on only since processes were left inside, by the names they had.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<ProcessEntry> Processes)> Inhabited()
    {
        IReadOnlyList<IReadOnlyList<ProcessEntry>> inside = ProcessTable.Inside(_orphans, _census);
        return [.. _orphans.Select((handle, index) => (handle.Label!, inside[index])).Where(static found => found.Item2.Count > 0)];
    }

    /// <summary>Deletes the links that lead to others, looking for them where there are fewer namespaces to look into.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public void DeleteLinks(NamespaceStore store)
    {
        if (_orphans.Length == 0)
        {
            return;
        }

        int most = int.Min(_orphans.Length - 1, MostSurvivors);
        using SurvivingNamespaces? survivors = SurvivingNamespaces.Find(store, _orphans, _mounted, _census, most);
        if (survivors is not null)
        {
            InwardLinks.Delete(survivors.Handles, _orphans);
        }
        else
        {
            new OutwardLinks(store, _orphans).Delete();
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace NetnsTools.Linux;

/// <summary>The namespaces that live on when others go, as far as the machine shows them: named, mounted elsewhere, inhabited.</summary>
/// <remarks>One that nothing but an open file or socket holds is not seen.</remarks>
internal sealed class SurvivingNamespaces : IDisposable
{
    private readonly List<NamespaceHandle> _handles = [];
    private readonly HashSet<ulong> _missing;

    private SurvivingNamespaces(HashSet<ulong> inodes) => _missing = inodes;

    public IReadOnlyList<NamespaceHandle> Handles => _handles;

    /// <summary>Opens them; null where there are more than asked for, or some cannot be seen.</summary>
    /// <param name="store">Where the names are.</param>
    /// <param name="going">Those that do not live on; they must be held.</param>
    /// <param name="mounted">The inodes of those that are mounted.</param>
    /// <param name="census">Where processes are.</param>
    /// <param name="most">More are not wanted.</param>
    public static SurvivingNamespaces? Find(
        NamespaceStore store, IReadOnlyList<NamespaceHandle> going, IReadOnlySet<ulong> mounted, ProcessCensus census, int most)
    {
        if (most < 1 || !census.IsComplete)
        {
            return null;
        }

        NamespaceHandle current = NamespaceHandle.OpenCurrent();
        HashSet<ulong> inodes = [.. mounted, .. census.Places.Select(static place => place.Inode), current.Identity.Inode];
        inodes.ExceptWith(going.Select(static handle => handle.Identity.Inode));
        SurvivingNamespaces survivors = new(inodes);
        bool isFew = inodes.Count <= most;
        bool isKnown = false;
        survivors.Take(current);
        try
        {
            isKnown = isFew && survivors.OpenOthers(store, census);
            return isKnown ? survivors : null;
        }
        finally
        {
            if (!isKnown)
            {
                survivors.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handles.ForEach(static handle => handle.Dispose());

    // By name first: that is what an error calls them.
    private bool OpenOthers(NamespaceStore store, ProcessCensus census) =>
        TakeFrom(store.Names, store.Open)
        || TakeFrom(MountedPaths, NamespaceHandle.OpenPath)
        || TakeFrom(() => ProcessPaths(census), NamespaceHandle.OpenPath);

    private IEnumerable<string> MountedPaths() =>
        MountedNamespaces.List().Where(mount => _missing.Contains(mount.Inode)).Select(static mount => mount.Path);

    private IEnumerable<string> ProcessPaths(ProcessCensus census) =>
        census.Places.Where(place => _missing.Contains(place.Inode)).Select(place => census.PathTo(place)!);

    // True when none is missing any more.
    private bool TakeFrom(Func<IEnumerable<string>> places, Func<string, NamespaceHandle> open)
    {
        foreach (string place in _missing.Count > 0 ? [.. places()] : Array.Empty<string>())
        {
            try
            {
                Take(open(place));
            }
            catch (NetworkException)
            {
                // Stale, or gone meanwhile: what is missing in the end counts.
            }
        }

        return _missing.Count == 0;
    }

    private void Take(NamespaceHandle handle)
    {
        if (_missing.Remove(handle.Identity.Inode))
        {
            _handles.Add(handle);
        }
        else
        {
            handle.Dispose();
        }
    }
}

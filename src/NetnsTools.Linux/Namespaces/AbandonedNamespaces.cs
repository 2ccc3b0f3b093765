using System;
using System.Collections.Generic;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Names that this library made, in processes that are gone.</summary>
/// <remarks>
/// The record stands in the file beneath the mount (<see cref="MakerRecord"/>), which a copy of the run directory without
/// what is mounted in it shows. Names that others made have none, and are never among these; nor are those on which another
/// namespace is mounted by now, or whose maker cannot be looked at.
/// </remarks>
public static class AbandonedNamespaces
{
    /// <summary>Finds them, in ordinal order of their names.</summary>
    /// <exception cref="KernelException">Looking beneath mounts needs CAP_SYS_ADMIN, and Linux 5.2; or one could not be looked at.</exception>
    public static IReadOnlyList<AbandonedNamespace> Find(NamespaceStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        List<AbandonedNamespace> found = [];
        IReadOnlyList<string> names = store.Names();
        if (names.Count == 0)
        {
            return found;
        }

        using FileDescriptor files = LibC.CopyTree(store.Directory, out Errno errno);
        if (errno != Errno.None)
        {
            throw new KernelException(new Operation(ObjectKind.Namespace, "look beneath the mounts in", store.Directory), errno);
        }

        Dictionary<ProcessIdentity, bool?> ended = [];
        foreach (string name in names)
        {
            if (Read(files, name) is not { } record)
            {
                continue;
            }

            if (!ended.TryGetValue(record.Maker, out bool? hasEnded))
            {
                ended[record.Maker] = hasEnded = record.Maker.HasEnded();
            }

            if (hasEnded == true && Describe(store, name) is var entry && IsOf(entry, record))
            {
                found.Add(new AbandonedNamespace(name, entry.Identity, record.Maker.Id));
            }
        }

        return found;
    }

    // Without the second line it is what its maker, and nobody else, mounted there; a mount does not outlive the machine's start.
    private static bool IsOf(NamespaceEntry entry, MakerRecord record) => entry.State switch
    {
        NamespaceState.Stale => true,
        NamespaceState.Live => entry.Identity == (record.Namespace ?? entry.Identity) && record.Maker.World.Boot == ProcessWorld.Current?.Boot,
        _ => false,
    };

    private static NamespaceEntry Describe(NamespaceStore store, string name)
    {
        NamespaceEntry entry = store.Describe(name);
        if (entry.State != NamespaceState.Unreadable)
        {
            return entry;
        }

        // Says why, rather than that it is none.
        using NamespaceHandle handle = store.Open(name);
        return entry with { State = NamespaceState.Live, Identity = handle.Identity };
    }

    // Null where there is none: no file, a link, a folder, or another's that only its owner may read.
    private static MakerRecord? Read(FileDescriptor files, string name)
    {
        using FileDescriptor file = LibC.OpenAt(files, name, LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_NOFOLLOW, out Errno errno);
        MakerRecord? record = errno == Errno.None ? NamespaceClaim.RecordIn(file, out errno) : null;
        return errno is Errno.None or Errno.NoSuchFile or Errno.NoSuchAddress or Errno.SymbolicLink or Errno.IsFolder or Errno.AccessDenied
            ? record
            : throw new KernelException(new Operation(ObjectKind.Namespace, "look who made namespace", name), errno);
    }
}

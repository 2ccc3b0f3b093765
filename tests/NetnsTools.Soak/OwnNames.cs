using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetnsTools.Linux;

namespace NetnsTools.Soak;

/// <summary>The names that begin as ours do, and how often something is mounted on each.</summary>
internal sealed class OwnNames(NamespaceStore store, string prefix)
{
    public NamespaceEntry[] List() => [.. store.List().Where(entry => IsOurs(entry.Name))];

    public bool IsOurs(string name) => name.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>Them, with the number of mounts.</summary>
    public IReadOnlyList<(NamespaceEntry Entry, int Mounts)> ListMounts()
    {
        string[] mounts = [.. File.ReadLines("/proc/self/mountinfo").Select(static line => line.Split(' ')[4])];
        return [.. List().Select(entry => (entry, mounts.Count(mount => mount == entry.Path)))];
    }
}

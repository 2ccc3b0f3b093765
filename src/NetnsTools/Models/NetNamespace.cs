using System;
using System.Globalization;
using System.Linq;
using NetnsTools.Linux;

namespace NetnsTools;

/// <summary>A network namespace. Pipe it to any cmdlet that takes a namespace.</summary>
public sealed class NetNamespace : IEquatable<NetNamespace>
{
    internal NetNamespace(NamespaceEntry entry, int? id, bool isCurrent = false, int[]? processIds = null)
    {
        Name = entry.Name;
        Path = entry.Path;
        Paths = [entry.Path];
        State = entry.State;
        Identity = entry.Identity;
        Id = id;
        IsCurrent = isCurrent;
        ProcessId = processIds;
    }

    /// <summary>One without a name: known by where it is mounted, or by who lives in it.</summary>
    internal NetNamespace(SurveyedNamespace anonymous, int? id)
    {
        ProcessId = [.. anonymous.ProcessIds];
        Paths =
        [
            .. anonymous.MountPaths,
            // Our own process lasts as long as this object does.
            .. anonymous.ProcessIds.OrderByDescending(static id => id == Environment.ProcessId).Select(PathOf),
        ];
        Path = Paths is [{ } first, ..] ? first : PathOf(Environment.ProcessId);
        State = NamespaceState.Live;
        Identity = anonymous.Identity;
        Id = id;
        IsCurrent = anonymous.IsCurrent;
    }

    /// <summary>A living one that was opened by its name.</summary>
    internal static NetNamespace Named(NamespaceStore store, NamespaceHandle handle, bool isCurrent = false) =>
        new(new NamespaceEntry(handle.Name!, store.PathOf(handle.Name!), NamespaceState.Live, handle.Identity), id: null, isCurrent);

    /// <summary>Its name, as <c>ip netns list</c> prints it; null for one without a name.</summary>
    public string? Name { get; }

    /// <summary>The current namespace's number for it, as <c>ip netns list</c> prints it; null where none was given out.</summary>
    public int? Id { get; }

    /// <summary>Inode: the number in <c>net:[4026532177]</c>; null for a stale name.</summary>
    public ulong? Inode => Identity?.Inode;

    /// <summary>Live, or a stale file that <c>Remove-NetNamespace</c> takes away.</summary>
    public NamespaceState State { get; }

    /// <summary>The file that holds the name; without a name, where it is mounted, or <c>/proc/PID/ns/net</c> of who lives in it.</summary>
    public string Path { get; }

    /// <summary>Whether this process is in it.</summary>
    public bool IsCurrent { get; }

    /// <summary>The processes inside, where they were looked for (-All, -ProcessId); else null.</summary>
    public int[]? ProcessId { get; }

    /// <summary>Device and inode: what it is, whatever it is called. Null for a stale name.</summary>
    public NamespaceIdentity? Identity { get; }

    /// <summary>All files that lead to it, as far as they are known.</summary>
    internal string[] Paths { get; }

    /// <summary>The name; the path where there is none. Either is taken wherever a namespace is asked for.</summary>
    public override string ToString() => Name ?? Path;

    /// <summary>Whether both are the same namespace under the same name, or the same without one.</summary>
    public bool Equals(NetNamespace? other) => other is not null && Name == other.Name && Identity == other.Identity;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is string text ? text == ToString() : Equals(obj as NetNamespace);

    /// <inheritdoc/>
    // Not the path of one without a name: it is one of several that may be.
    public override int GetHashCode() => Name is null ? Identity.GetHashCode() : StringComparer.Ordinal.GetHashCode(Name);

    private static string PathOf(int processId) => string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/ns/net");
}

using System;
using NetnsTools.Linux;

namespace NetnsTools;

/// <summary>A named network namespace. Pipe it to any cmdlet that takes a namespace.</summary>
public sealed class NetNamespace : IEquatable<NetNamespace>
{
    internal NetNamespace(NamespaceEntry entry, int? id)
    {
        Name = entry.Name;
        Path = entry.Path;
        State = entry.State;
        Identity = entry.Identity;
        Id = id;
    }

    /// <summary>Its name, as <c>ip netns list</c> prints it.</summary>
    public string Name { get; }

    /// <summary>The current namespace's number for it, as <c>ip netns list</c> prints it; null where none was given out.</summary>
    public int? Id { get; }

    /// <summary>Inode: the number in <c>net:[4026532177]</c>; null for a stale name.</summary>
    public ulong? Inode => Identity?.Inode;

    /// <summary>Live, or a stale file that <c>Remove-NetNamespace</c> takes away.</summary>
    public NamespaceState State { get; }

    /// <summary>The file that holds the name.</summary>
    public string Path { get; }

    /// <summary>Device and inode: what it is, whatever it is called. Null for a stale name.</summary>
    public NamespaceIdentity? Identity { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Whether both are the same namespace under the same name.</summary>
    public bool Equals(NetNamespace? other) => other is not null && Name == other.Name && Identity == other.Identity;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is string name ? name == Name : Equals(obj as NetNamespace);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);
}

using System;
using System.Collections.Generic;

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
    private readonly List<NamespaceHandle> _removed = [];
    private readonly HashSet<NamespaceIdentity> _adopted = [];

    /// <summary>Takes the name away. The namespace itself is held until <see cref="Complete()"/>.</summary>
    /// <param name="name">The name; a stale one is removed as well.</param>
    /// <param name="expected">What the caller saw under the name; null for whatever is there.</param>
    /// <exception cref="NetworkException">No such name; another namespace has it now; the kernel refused.</exception>
    public void Remove(string name, NamespaceIdentity? expected = null)
    {
        if (TryOpen(name) is not { } handle)
        {
            store.Remove(name, handle: null, out _);
            return;
        }

        try
        {
            if (expected is { } identity)
            {
                handle.EnsureIs(identity);
            }

            store.Remove(name, handle, out bool wasAdopted);
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
    }

    /// <summary>Whether a namespace is one that the whole system lives in: that of the first process, or of the kernel.</summary>
    public static bool IsSystem(NamespaceHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return ProcessPlaces.OfSystem().Contains(NamespaceNode.Of(handle.Identity));
    }

    /// <summary>The removed namespaces that live on only since processes were left inside, by the names they had.</summary>
    /// <remarks>One look at every process, whatever the number of namespaces.</remarks>
    public IReadOnlyList<(string Name, IReadOnlyList<ProcessEntry> Processes)> FindInhabited() =>
        _removed.Count == 0 ? [] : new RemovedNamespaces(_removed, _adopted).Inhabited();

    /// <summary>Frees the names of links that reach out of the removed namespaces, and lets the namespaces go.</summary>
    /// <exception cref="NetworkException">The kernel refused to delete a link.</exception>
    public void Complete()
    {
        _ = Complete(out NetworkException? refusal);
        if (refusal is not null)
        {
            throw refusal;
        }
    }

    /// <summary>Does that, with the kernel's refusal as a value; and what <see cref="FindInhabited"/> does.</summary>
    /// <param name="refusal">What the kernel refused; null for nothing. The namespaces are removed all the same.</param>
    public IReadOnlyList<(string Name, IReadOnlyList<ProcessEntry> Processes)> Complete(out NetworkException? refusal)
    {
        refusal = null;
        try
        {
            if (_removed.Count == 0)
            {
                return [];
            }

            RemovedNamespaces? removed = null;
            refusal = Try(() => (removed = new RemovedNamespaces(_removed, _adopted)).DeleteLinks(store));
            IReadOnlyList<(string, IReadOnlyList<ProcessEntry>)> inhabited = [];
            refusal ??= Try(() => inhabited = removed?.Inhabited() ?? []);
            return inhabited;
        }
        finally
        {
            _removed.ForEach(static handle => handle.Dispose());
            _removed.Clear();
            _adopted.Clear();
        }
    }

    /// <summary>Does what <see cref="Complete()"/> does, where it was not reached.</summary>
    public void Dispose()
    {
        // Nobody is left to be told; the handles are released all the same.
        _ = Try(Complete);
    }

    private static NetworkException? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (NetworkException exception)
        {
            return exception;
        }
    }

    // Null where no network namespace is behind the name, which may not even be taken: the store says so when it is removed.
    private NamespaceHandle? TryOpen(string name)
    {
        try
        {
            return store.Open(name);
        }
        catch (NetworkException exception) when (NamespaceStore.IsNone(exception))
        {
            return null;
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using NetnsTools.Labs;
using NetnsTools.Linux;

namespace NetnsTools;

/// <summary>A lab: what is made while it is open goes when it ends.</summary>
public sealed class NetnsLab
{
    private readonly object _gate = new();
    private readonly List<LabItem> _items = [];
    private readonly NamespaceStore _store;

    internal NetnsLab(string name, NetNamespace[] namespaces, NamespaceStore store)
    {
        Name = name;
        Namespace = namespaces;
        _store = store;
        _items.AddRange(namespaces.Select(static item => new LabNamespace(item.Name!, item.Identity!.Value)));
        OpenLabs.Add(this);
    }

    /// <summary>Six letters and digits that no other lab of the machine has; the ending of its namespaces' names.</summary>
    public string Name { get; }

    /// <summary>The namespaces that it was begun with, in the order that was asked for.</summary>
    public NetNamespace[] Namespace { get; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.Now;

    /// <summary>Whether it takes what is made. One that could not be taken away wholly is not open, but still listed.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>What goes when it ends, in words, oldest first.</summary>
    public string[] Content
    {
        get
        {
            lock (_gate)
            {
                return [.. _items.Select(static item => item.ToString())];
            }
        }
    }

    internal IReadOnlyList<PSSession> Sessions
    {
        get
        {
            lock (_gate)
            {
                return [.. _items.OfType<LabSession>().Select(static item => item.Session)];
            }
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Takes a thing that was just made.</summary>
    /// <exception cref="NetworkException">The lab has ended meanwhile; the thing was taken away again.</exception>
    internal void Add(LabItem item)
    {
        lock (_gate)
        {
            if (IsOpen)
            {
                _items.Add(item);
                return;
            }
        }

        _ = LabTeardown.Run([item], _store, stop: null);
        throw new NetworkException(FaultKind.NotFound, ObjectKind.Lab, $"Lab {Name} has ended meanwhile: {item} was taken away again.");
    }

    /// <summary>Follows a link that was changed or moved, if it is one of this lab.</summary>
    /// <param name="former">The link as it was.</param>
    /// <param name="read">Reads it as it is now.</param>
    internal void Follow(NetnsLink former, Func<NetnsLink> read)
    {
        lock (_gate)
        {
            int index = _items.FindIndex(item => item is LabLink { Link: { } link }
                && link.InterfaceIndex == former.InterfaceIndex
                && link.Name == former.Name
                && link.Reference?.Identity == former.Reference?.Identity);
            if (index >= 0)
            {
                _items[index] = new LabLink(read());
            }
        }
    }

    /// <summary>Takes away all that it holds. What cannot be, stays in it, to be tried again.</summary>
    /// <param name="stop">Ends the grace that processes have, not the work; null where there is no time for any.</param>
    /// <returns>What could not be taken away, and why.</returns>
    internal IReadOnlyList<(LabItem Item, NetworkException Reason)> End(StopSignal? stop)
    {
        LabItem[] items;
        lock (_gate)
        {
            IsOpen = false;
            items = [.. _items];
        }

        IReadOnlyList<(LabItem Item, NetworkException Reason)> failures = LabTeardown.Run(items, _store, stop);
        lock (_gate)
        {
            _items.Clear();
            _items.AddRange(failures.Select(static failure => failure.Item).Distinct());
            if (_items.Count == 0)
            {
                OpenLabs.Remove(this);
            }
        }

        return failures;
    }
}

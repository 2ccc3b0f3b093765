using System;
using System.Collections.Generic;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;

namespace NetnsTools.Sessions;

/// <summary>One namespace, open, with rtnetlink inside, for as long as a cmdlet runs.</summary>
internal sealed class NamespaceSession(NamespaceHandle handle, Action<string>? trace) : IDisposable
{
    private RouteConnection? _route;

    public NamespaceHandle Handle => handle;

    /// <summary>rtnetlink inside, opened when first needed.</summary>
    public RouteConnection Route => _route ?? Connect(RouteConnection.Open(handle));

    public bool IsConnected => _route is not null;

    /// <summary>The user's name for it; null for the current one.</summary>
    public string? Name => Handle.Label;

    /// <summary>Name and identity, for objects read here; null for the current one.</summary>
    public NamespaceReference? Reference => Name is null ? null : new NamespaceReference(Name, Handle.Identity);

    /// <summary>Names behind this namespace's numbers, as far as they were asked for.</summary>
    public Dictionary<int, string> NamespaceNames { get; } = [];

    /// <summary>The names whose numbers were asked for.</summary>
    public HashSet<string> AskedNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes over rtnetlink that was opened inside together with others.</summary>
    public RouteConnection Connect(RouteConnection route)
    {
        route.Trace = trace;
        return _route = route;
    }

    public void Dispose()
    {
        _route?.Dispose();
        Handle.Dispose();
    }
}

using System;
using System.Collections.Generic;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;

namespace NetnsTools.Sessions;

/// <summary>One namespace, open, with rtnetlink inside, for as long as a cmdlet runs.</summary>
internal sealed class NamespaceSession : IDisposable
{
    private readonly Lazy<RouteConnection> _route;

    public NamespaceSession(NamespaceHandle handle, Action<string>? trace)
    {
        Handle = handle;
        _route = new Lazy<RouteConnection>(() =>
        {
            RouteConnection connection = RouteConnection.Open(handle);
            connection.Trace = trace;
            return connection;
        });
    }

    public NamespaceHandle Handle { get; }

    public RouteConnection Route => _route.Value;

    /// <summary>The user's name for it; null for the current one.</summary>
    public string? Name => Handle.Label;

    /// <summary>Name and identity, for objects read here; null for the current one.</summary>
    public NamespaceReference? Reference => Name is null ? null : new NamespaceReference(Name, Handle.Identity);

    /// <summary>Names behind this namespace's numbers, as far as they were asked for.</summary>
    public Dictionary<int, string> NamespaceNames { get; } = [];

    /// <summary>The names whose numbers were asked for.</summary>
    public HashSet<string> AskedNames { get; } = new(StringComparer.Ordinal);

    public void Dispose()
    {
        if (_route.IsValueCreated)
        {
            _route.Value.Dispose();
        }

        Handle.Dispose();
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;

namespace NetnsTools.Sessions;

/// <summary>The namespaces that one running cmdlet has open: each once, all closed at its end.</summary>
internal sealed class SessionPool(NamespaceStore store, Action<string>? trace) : IDisposable
{
    /// <summary>So many are kept when objects go by, and are worth opening together.</summary>
    public const int MostKept = 64;

    private const int RecentCount = 4;

    private readonly Dictionary<(NamespaceIdentity Identity, string? Name), NamespaceSession> _sessions = [];
    private readonly List<NamespaceSession> _recent = [];

    public NamespaceStore Store => store;

    /// <summary>Those asked for last, the latest first.</summary>
    public IReadOnlyList<NamespaceSession> Recent => _recent;

    /// <summary>The namespace that the process is in.</summary>
    public NamespaceSession Current => Add(NamespaceHandle.OpenCurrent());

    /// <summary>The namespace meant; null is the current one.</summary>
    /// <exception cref="NetworkException">There is none, it is stale, or it was replaced.</exception>
    public NamespaceSession Open(NamespaceReference? reference) => reference is null ? Current : Add(reference.Open(store));

    /// <summary>Those of a pair's ends, with rtnetlink opened in both at once.</summary>
    /// <exception cref="NetworkException">One is gone, stale, or was replaced.</exception>
    public (NamespaceSession Left, NamespaceSession Right) Open(VethPair pair)
    {
        NamespaceSession left = Open(pair.Left.Reference);
        NamespaceSession right = Open(pair.Right.Reference);
        Connect(left, right);
        return (left, right);
    }

    /// <summary>The namespaces meant; a name with wildcards means every live one that matches.</summary>
    public IEnumerable<NamespaceReference?> Expand(NamespaceReference? reference)
    {
        if (reference is not { HasWildcard: true })
        {
            return [reference];
        }

        return Match(reference.Text)
            .Select(name => store.Describe(name))
            .Where(entry => entry.State == NamespaceState.Live || entry.Name == reference.Text)
            .Select(entry => entry.Name == reference.Text ? reference : new NamespaceReference(entry.Name, entry.Identity!.Value));
    }

    /// <summary>Opens the namespaces meant, one after the other; a name with wildcards means every live one that matches.</summary>
    /// <exception cref="NetworkException">The one meant cannot be opened.</exception>
    public IEnumerable<NamespaceSession> OpenMatching(NamespaceReference? reference)
    {
        if (reference is not { HasWildcard: true })
        {
            return [Open(reference)];
        }

        IReadOnlyList<string> names = Match(reference.Text);
        return names is [{ } only] && only == reference.Text ? [Open(reference)] : names.Select(TryOpen).OfType<NamespaceSession>();
    }

    /// <summary>What a name or pattern means: the very name first, since a name may itself contain brackets.</summary>
    /// <exception cref="NetworkException">The name cannot be one.</exception>
    public IReadOnlyList<string> Match(string name)
    {
        if (store.Contains(name))
        {
            return [name];
        }

        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            return [];
        }

        WildcardPattern pattern = new(name);
        return [.. store.Names().Where(pattern.IsMatch)];
    }

    /// <summary>Opens rtnetlink in several namespaces at once. Where that fails, asking for it says why.</summary>
    public static void Connect(params ReadOnlySpan<NamespaceSession> sessions)
    {
        List<NamespaceSession> waiting = [];
        foreach (NamespaceSession session in sessions)
        {
            if (!session.IsConnected && !waiting.Contains(session))
            {
                waiting.Add(session);
            }
        }

        if (waiting.Count < 2)
        {
            return;
        }

        IReadOnlyList<RouteOpening> openings = RouteConnection.Open([.. waiting.Select(static session => session.Handle)]);
        for (int index = 0; index < waiting.Count; index++)
        {
            if (openings[index].Connection is { } route)
            {
                _ = waiting[index].Connect(route);
            }
        }
    }

    /// <summary>Closes all when they have become many: nobody needs those of objects that went by long ago.</summary>
    public void Trim()
    {
        if (_sessions.Count > MostKept)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        foreach (NamespaceSession session in _sessions.Values)
        {
            session.Dispose();
        }

        _sessions.Clear();
        _recent.Clear();
    }

    private NamespaceSession? TryOpen(string name)
    {
        try
        {
            return Add(store.Open(name));
        }
        catch (NetworkException)
        {
            // Stale, or removed since it was listed.
            return null;
        }
    }

    // Opened anew each time, so that a name that was given to another namespace meanwhile is seen.
    private NamespaceSession Add(NamespaceHandle handle)
    {
        (NamespaceIdentity, string?) key = (handle.Identity, handle.Label);
        if (_sessions.TryGetValue(key, out NamespaceSession? session))
        {
            handle.Dispose();
        }
        else
        {
            session = new NamespaceSession(handle, trace);
            _sessions.Add(key, session);
        }

        _ = _recent.Remove(session);
        _recent.Insert(0, session);
        if (_recent.Count > RecentCount)
        {
            _recent.RemoveAt(RecentCount);
        }

        return session;
    }
}

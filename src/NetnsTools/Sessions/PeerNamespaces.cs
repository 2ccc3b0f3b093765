using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux;

namespace NetnsTools.Sessions;

/// <summary>The names behind a namespace's numbers for others. The kernel tells numbers only the other way round, so it is asked for one name after the other.</summary>
internal sealed class PeerNamespaces(SessionPool pool)
{
    private string[]? _names;

    /// <summary>The name of the namespace that has a number; null for one without a name.</summary>
    public string? Find(NamespaceSession session, int id)
    {
        // Numbers are given again, so what was learned is asked once more: one question instead of one for each name.
        if (session.NamespaceNames.TryGetValue(id, out string? known) && IsBehind(session, known, id))
        {
            return known;
        }

        bool isFirst = _names is null && session.AskedNames.Count == 0;
        return Search(session, id, Recent(session).Where(session.AskedNames.Add))
            ?? Search(session, id, Around(session.Handle.Name).Where(session.AskedNames.Add))
            // Names may have come, and numbers, since they were asked.
            ?? (isFirst ? null : Search(session, id, Again()));
    }

    private string? Search(NamespaceSession session, int id, IEnumerable<string> names) =>
        names.FirstOrDefault(name => IsBehind(session, name, id));

    private bool IsBehind(NamespaceSession session, string name, int id)
    {
        if (IdOf(session, name) is not { } number)
        {
            return false;
        }

        session.NamespaceNames[number] = name;
        return number == id;
    }

    // The other end's namespace was mostly opened just before.
    private IEnumerable<string> Recent(NamespaceSession session) =>
        pool.Recent.Where(one => one != session).Select(static one => one.Handle.Name).OfType<string>();

    // Or its name is much like ours.
    private IEnumerable<string> Around(string? name)
    {
        _names ??= [.. pool.Store.Names()];
        int position = name is null ? -1 : Math.Max(Array.BinarySearch(_names, name, StringComparer.Ordinal), -1);
        for (int distance = 1; distance <= _names.Length; distance++)
        {
            if (position + distance < _names.Length)
            {
                yield return _names[position + distance];
            }

            if (position - distance >= 0)
            {
                yield return _names[position - distance];
            }
        }

        if (position >= 0)
        {
            yield return _names[position];
        }
    }

    private string[] Again() => _names = [.. pool.Store.Names()];

    private int? IdOf(NamespaceSession session, string name)
    {
        try
        {
            using NamespaceHandle handle = pool.Store.Open(name);
            return session.Route.NamespaceIds.Find(handle);
        }
        catch (NetworkException)
        {
            // Removed since it was listed, or stale.
            return null;
        }
    }
}

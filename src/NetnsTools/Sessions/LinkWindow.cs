using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Route;

namespace NetnsTools.Sessions;

/// <summary>Several namespaces whose tables were read together: the peer of a link mostly is in one of them.</summary>
internal sealed class LinkWindow
{
    private readonly IReadOnlyList<RouteTables?> _tables;
    private readonly Dictionary<(int Position, int Index), (int Position, Link Link)> _known = [];
    // How far away the last peer was. Names that come in order have their peers at one distance.
    private int _distance = 1;

    private LinkWindow(NamespaceSession[] sessions, IReadOnlyList<RouteTables?> tables)
    {
        Sessions = sessions;
        _tables = tables;
    }

    /// <summary>The namespaces, in the order of their positions.</summary>
    public IReadOnlyList<NamespaceSession> Sessions { get; }

    /// <summary>Reads the tables of open namespaces.</summary>
    public static LinkWindow Read(NamespaceSession[] sessions) => new(sessions, RouteTables.Read([.. sessions.Select(static session => session.Route)]));

    /// <summary>What was read of one; where the kernel refused, it is asked again and says why.</summary>
    /// <exception cref="Linux.KernelException">The kernel refused again.</exception>
    public RouteTables TablesOf(int position) => _tables[position] ?? RouteTables.Read(Sessions[position].Route);

    /// <summary>The other end of a pair, where it is easily found here.</summary>
    /// <param name="position">The namespace of the link.</param>
    /// <param name="link">One of its links.</param>
    public (NamespaceSession Session, Link Link)? FindPeer(int position, Link link)
    {
        if (link is not { IsVeth: true, LinkIndex: { } index, LinkNamespaceId: { } id })
        {
            return null;
        }

        if (!_known.TryGetValue((position, link.Index), out (int Position, Link Link) peer))
        {
            ReadOnlySpan<int> steps = _distance == 1 ? [1, -1] : [_distance, -_distance, 1, -1];
            foreach (int step in steps)
            {
                int candidate = position + step;
                // What both tables say must fit before the kernel is asked whether it is that very namespace.
                if (candidate >= 0 && candidate < _tables.Count
                    && _tables[candidate]?.Find(index) is { LinkNamespaceId: not null } other && other.LinkIndex == link.Index
                    && Sessions[position].Route.NamespaceIds.Find(Sessions[candidate].Handle) == id)
                {
                    _distance = Math.Abs(step);
                    peer = (candidate, other);
                    // The other end is asked for next.
                    _known[(candidate, index)] = (position, link);
                    break;
                }
            }
        }

        return peer.Link is null ? null : (Sessions[peer.Position], peer.Link);
    }
}

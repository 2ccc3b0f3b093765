using System.Collections.Generic;
using System.Linq;

namespace NetnsTools.Linux;

/// <summary>A process and all that it starts, remembered: who was once found belongs to it, even after its parent has ended.</summary>
/// <param name="rootId">The process.</param>
/// <param name="rootStartTicks">When it was started; null for whatever has the number.</param>
/// <param name="marker">An entry of the environment that its members have, <c>NAME=VALUE</c>; null for none.</param>
public sealed class ProcessFamily(int rootId, ulong? rootStartTicks, string? marker = null)
{
    private readonly HashSet<(int Id, ulong StartTicks)> _known = [];

    /// <summary>Who of it lives now.</summary>
    public IReadOnlyList<ProcessEntry> Find()
    {
        Dictionary<int, ProcessStat> all = ProcessTable.Stats();
        HashSet<int> members = [.. _known.Where(known => all.TryGetValue(known.Id, out ProcessStat now) && now.StartTicks == known.StartTicks)
            .Select(static known => known.Id)];
        if (all.TryGetValue(rootId, out ProcessStat root) && (rootStartTicks is not { } ticks || ticks == root.StartTicks))
        {
            // From now on it is this one that is meant.
            rootStartTicks ??= root.StartTicks;
            _ = members.Add(rootId);
        }

        IReadOnlyList<ProcessEntry> found = ProcessTable.Tree(all, members, marker);
        _known.UnionWith(found.Select(static entry => (entry.Id, entry.StartTicks)));
        return found;
    }
}

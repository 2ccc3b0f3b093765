using System;
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
    public IReadOnlyList<ProcessEntry> Find() => Find(ProcessTable.Stats());

    /// <summary>Who of several families lives now, with one look at every process.</summary>
    public static IReadOnlyList<ProcessEntry> Find(IReadOnlyList<ProcessFamily> families)
    {
        ArgumentNullException.ThrowIfNull(families);
        Dictionary<int, ProcessStat> all = ProcessTable.Stats();
        return [.. families.SelectMany(family => family.Find(all)).DistinctBy(static entry => entry.Id)];
    }

    private IReadOnlyList<ProcessEntry> Find(Dictionary<int, ProcessStat> all)
    {
        HashSet<int> members = [.. _known.Where(known => IsAlive(all, known.Id, known.StartTicks)).Select(static known => known.Id)];
        if (IsAlive(all, rootId, rootStartTicks))
        {
            // From now on it is this one that is meant.
            rootStartTicks = all[rootId].StartTicks;
            _ = members.Add(rootId);
        }

        IReadOnlyList<ProcessEntry> found = ProcessTable.Tree(all, members, marker);
        _known.UnionWith(found.Select(static entry => (entry.Id, entry.StartTicks)));
        return found;
    }

    private static bool IsAlive(Dictionary<int, ProcessStat> all, int id, ulong? startTicks) =>
        all.TryGetValue(id, out ProcessStat now) && (startTicks is not { } ticks || ticks == now.StartTicks);
}

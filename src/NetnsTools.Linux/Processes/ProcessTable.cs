using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>The processes of the machine, from <c>/proc</c>.</summary>
/// <remarks>A process may end between two reads, or be hidden from the user (hidepid): it is left out then, without an error.</remarks>
public static class ProcessTable
{
    private const long NanosecondsPerTick = 100; // of .NET's clock
    private static readonly long TicksPerSecond = LibC.TicksPerSecond();

    /// <summary>All processes that can be seen, by number; zombies and kernel threads too.</summary>
    public static IReadOnlyList<ProcessEntry> List() => Describe(ProcessPlaces.ProcessIds());

    /// <summary>One process; null where there is none with this number, or it is hidden.</summary>
    public static ProcessEntry? Find(int id) => id > 0 && ProcessStat.Read(id) is { } stat ? Describe(stat, ProcessStat.ReadFile) : null;

    /// <summary>When a process was started, in clock ticks since boot: the cheap part of <see cref="Find"/>. Null where there is none.</summary>
    public static ulong? StartTicksOf(int id) => ProcessStat.Read(id)?.StartTicks;

    /// <summary>The processes that live in a network namespace: those of which any thread is in it.</summary>
    public static IReadOnlyList<ProcessEntry> Inside(NamespaceHandle ns)
    {
        ArgumentNullException.ThrowIfNull(ns);
        return Inside([ns])[0];
    }

    /// <summary>The same for several namespaces, with one look at every process.</summary>
    /// <returns>As many lists, in the same order.</returns>
    public static IReadOnlyList<IReadOnlyList<ProcessEntry>> Inside(IReadOnlyList<NamespaceHandle> namespaces)
    {
        ArgumentNullException.ThrowIfNull(namespaces);
        return namespaces.Count == 0 ? [] : Inside(namespaces, ProcessCensus.Take());
    }

    /// <summary>The same from a look that was taken before.</summary>
    internal static IReadOnlyList<IReadOnlyList<ProcessEntry>> Inside(IReadOnlyList<NamespaceHandle> namespaces, ProcessCensus census) =>
        [.. namespaces.Select(handle => Describe(census.Inside(handle)))];

    /// <summary>A process and all that it started, as far as it can be found.</summary>
    /// <param name="rootId">The process. Left out, with its descendants, where another one has the number now.</param>
    /// <param name="rootStartTicks">When it was started; null for whatever has the number.</param>
    /// <param name="marker">
    /// An entry of the environment, <c>NAME=VALUE</c>: processes that have exactly this one are found as well, also those
    /// that have left their parents, as daemons do. Null for none.
    /// </param>
    public static IReadOnlyList<ProcessEntry> Tree(int rootId, ulong? rootStartTicks, string? marker)
    {
        Dictionary<int, ProcessStat> all = Stats();
        HashSet<int> members = [];
        if (all.TryGetValue(rootId, out ProcessStat root) && (rootStartTicks is not { } ticks || ticks == root.StartTicks))
        {
            _ = members.Add(rootId);
        }

        return Tree(all, members, marker);
    }

    internal static IReadOnlyList<ProcessEntry> Tree(Dictionary<int, ProcessStat> all, HashSet<int> members, string? marker)
    {
        if (marker is not null)
        {
            byte[] wanted = Encoding.UTF8.GetBytes(marker);
            members.UnionWith(all.Keys.Where(id => HasEnvironmentEntry(id, wanted)));
        }

        ILookup<int, int> children = all.Values.ToLookup(static stat => stat.ParentId, static stat => stat.Id);
        Stack<int> open = new(members);
        while (open.TryPop(out int parent))
        {
            foreach (int child in children[parent].Where(members.Add))
            {
                open.Push(child);
            }
        }

        return Describe(members);
    }

    internal static Dictionary<int, ProcessStat> Stats()
    {
        Dictionary<int, ProcessStat> all = [];
        foreach (int id in ProcessPlaces.ProcessIds())
        {
            if (ProcessStat.Require(id) is { } stat)
            {
                all[id] = stat;
            }
        }

        return all;
    }

    private static List<ProcessEntry> Describe(IEnumerable<int> ids) => [.. ids.Order().Select(Require).OfType<ProcessEntry>()];

    private static ProcessEntry? Require(int id) => ProcessStat.Require(id) is { } stat ? Describe(stat, ProcessStat.RequireFile) : null;

    private static ProcessEntry? Describe(ProcessStat stat, Func<int, string, byte[]?> read)
    {
        // A thread has a directory of its own as well, which is not listed.
        if (ReadStatus(read(stat.Id, "status")) is not { } status || status.ProcessId != stat.Id)
        {
            return null;
        }

        return new ProcessEntry
        {
            Id = stat.Id,
            ParentId = stat.ParentId,
            Name = stat.Name,
            CommandLine = SplitArguments(read(stat.Id, "cmdline")),
            UserId = status.UserId,
            StartTicks = stat.StartTicks,
            StartTime = TimeOf(stat.StartTicks),
            IsZombie = stat.IsZombie,
        };
    }

    private static (int ProcessId, uint UserId)? ReadStatus(byte[]? content)
    {
        if (content is null)
        {
            return null;
        }

        (int ProcessId, uint UserId) status = default;
        foreach (string line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            string[] words = line.Split((char[])[':', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith("Tgid:", StringComparison.Ordinal))
            {
                status.ProcessId = int.Parse(words[1], CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("Uid:", StringComparison.Ordinal))
            {
                status.UserId = uint.Parse(words[2], CultureInfo.InvariantCulture); // real, effective, saved, file system
            }
        }

        return status;
    }

    internal static string[] SplitArguments(byte[]? content)
    {
        if (content is not { Length: > 0 })
        {
            return [];
        }

        string[] arguments = Encoding.UTF8.GetString(content[^1] == 0 ? content.AsSpan(..^1) : content).Split('\0');
        // A title written over the arguments ("nginx: master process") leaves what is behind it empty.
        return arguments[0].Contains(' ', StringComparison.Ordinal) && arguments.Skip(1).All(string.IsNullOrEmpty)
            ? [arguments[0]]
            : arguments;
    }

    private static bool HasEnvironmentEntry(int id, byte[] wanted)
    {
        ReadOnlySpan<byte> rest = ProcessStat.RequireFile(id, "environ");
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)0);
            ReadOnlySpan<byte> entry = end < 0 ? rest : rest[..end];
            if (entry.SequenceEqual(wanted))
            {
                return true;
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return false;
    }

    // Asked for each time: the clock may have been set since.
    private static DateTimeOffset TimeOf(ulong startTicks)
    {
        long machineStarted = LibC.Now(LibC.CLOCK_REALTIME) - LibC.Now(LibC.CLOCK_BOOTTIME);
        TimeSpan running = TimeSpan.FromSeconds((double)startTicks / TicksPerSecond);
        return DateTimeOffset.UnixEpoch.AddTicks(machineStarted / NanosecondsPerTick).Add(running).ToLocalTime();
    }
}

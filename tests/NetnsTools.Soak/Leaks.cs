using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;

namespace NetnsTools.Soak;

/// <summary>What the soak has of the machine, at one moment: to be the same at its end.</summary>
internal sealed class Leaks
{
    // The kernel takes links apart later, and threads and finalizers end when they come to it.
    private static readonly TimeSpan ForTheRest = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, int> _counts;

    private Leaks() => _counts = new(StringComparer.Ordinal)
    {
        ["descriptors"] = Directory.GetFiles("/proc/self/fd").Select(static path => new FileInfo(path).LinkTarget).Count(IsKept),
        ["threads"] = Directory.GetDirectories("/proc/self/task").Count(IsOurs),
        ["namespaces"] = new NamespaceStore().Names().Count(IsNameOfSoak),
        ["mounts"] = File.ReadLines("/proc/self/mountinfo").Count(static line => IsNameOfSoak(Path.GetFileName(line.Split(' ')[4]))),
        ["links"] = LinksHere().Count(IsNameOfSoak),
    };

    /// <summary>Takes a look.</summary>
    public static Leaks Look() => new();

    /// <summary>How much more there is now, by kind; what goes by itself is waited for.</summary>
    public IReadOnlyList<(string What, int More)> Find()
    {
        for (Stopwatch clock = Stopwatch.StartNew(); ; Thread.Sleep(100))
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Dictionary<string, int> now = Look()._counts;
            (string, int More)[] found = [.. _counts.Select(before => (before.Key, now[before.Key] - before.Value)).Where(static one => one.Item2 > 0)];
            if (found.Length == 0 || clock.Elapsed > ForTheRest)
            {
                return found;
            }
        }
    }

    // Assemblies are opened when they are first used, and pipes lead to the child processes of the moment.
    private static bool IsKept(string? target) => target is not null
        && !target.EndsWith(".dll", StringComparison.Ordinal)
        && !target.StartsWith("pipe:", StringComparison.Ordinal);

    // The runtime's own come and go: those of its pool when there is work.
    private static bool IsOurs(string task)
    {
        try
        {
            return !File.ReadAllText($"{task}/comm").StartsWith(".NET", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // Ended since.
            return false;
        }
    }

    // One letter of the part, and our number, as in all names that are made here.
    private static bool IsNameOfSoak(string name) =>
        name.Length > 1 && "cks".Contains(name[0], StringComparison.Ordinal) && name.AsSpan(1).StartsWith($"{Environment.ProcessId}", StringComparison.Ordinal);

    private static IEnumerable<string> LinksHere()
    {
        using NamespaceHandle here = NamespaceHandle.OpenCurrent();
        using RouteConnection route = RouteConnection.Open(here);
        return [.. route.Links.ListVeths().Select(static link => link.Name)];
    }
}

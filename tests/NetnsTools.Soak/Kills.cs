using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;

namespace NetnsTools.Soak;

/// <summary>Kills a process that makes and removes networks, at random moments, and looks at what is left each time.</summary>
internal sealed class Kills
{
    private const int LongestMilliseconds = 12; // about two turns
    private const int EachTimeIp = 20;
    private static readonly TimeSpan ForTheKernel = TimeSpan.FromSeconds(5);

    private readonly List<string> _problems;
    private readonly NamespaceStore _store = new();
    private readonly string _prefix = $"k{Environment.ProcessId}";
    private readonly OwnNames _names;
    private int _killed;
    private int _leftNames;
    private int _leftHalf;

    public Kills(List<string> problems)
    {
        _problems = problems;
        _names = new OwnNames(_store, _prefix);
    }

    /// <summary>Goes on until the time is over, or a problem is found.</summary>
    public void Run(TimeSpan time, Table table)
    {
        for (Stopwatch clock = Stopwatch.StartNew(); clock.Elapsed < time && _problems.Count == 0;)
        {
            KillOne();
            Examine();
            if (_killed % EachTimeIp == 0)
            {
                UseIp();
            }
        }

        table.Add("kills survived", _killed);
        table.Add("names that they left, cleared", _leftNames);
        table.Add("half-made ones among these", _leftHalf);
    }

    private void KillOne()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.ArgumentList.Add("churn");
        start.ArgumentList.Add(_prefix);
        using Process child = Process.Start(start)!;
        if (child.StandardOutput.ReadLine() != "ready")
        {
            _problems.Add("The child has ended by itself.");
            return;
        }

#pragma warning disable CA5394 // Any moment will do.
        long ticks = Random.Shared.NextInt64(TimeSpan.FromMilliseconds(LongestMilliseconds).Ticks);
#pragma warning restore CA5394
        // Sleeping is too coarse.
        for (long until = Stopwatch.GetTimestamp() + (ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond); Stopwatch.GetTimestamp() < until;)
        {
            Thread.SpinWait(20);
        }

        child.Kill();
        child.WaitForExit();
        _killed++;
    }

    private void Examine()
    {
        NamespaceEntry[] left = _names.List();
        string[] abandoned = [.. AbandonedNamespaces.Find(_store).Select(static one => one.Name).Where(_names.IsOurs)];
        if (!left.Select(static entry => entry.Name).SequenceEqual(abandoned))
        {
            Report($"left are {string.Join(", ", left)}, of which are known as abandoned: {string.Join(", ", abandoned)}");
        }

        foreach ((NamespaceEntry entry, int mounts) in _names.ListMounts())
        {
            if (mounts != (entry.State == NamespaceState.Live ? 1 : 0))
            {
                Report($"{entry} has {mounts} mounts");
            }
        }

        _leftNames += left.Length;
        _leftHalf += left.Count(static entry => entry.State == NamespaceState.Stale);
        Clear(left);
    }

    private void Clear(NamespaceEntry[] left)
    {
        try
        {
            using NamespaceRemover remover = new(_store);
            foreach (NamespaceEntry entry in left)
            {
                remover.Remove(entry.Name, entry.Identity);
            }

            remover.Complete();
            // The names can be used again at once.
            using NamespaceHandle again = _store.Create($"{_prefix}a");
            _store.Remove($"{_prefix}a");
        }
        catch (NetworkException exception)
        {
            Report(exception.Message);
        }

        if (_store.Names().Any(_names.IsOurs))
        {
            Report("a name is left after all were removed");
        }

        AwaitLink();
    }

    // What was amid a removal when it was killed dies when the kernel comes to it.
    private void AwaitLink()
    {
        using NamespaceHandle here = NamespaceHandle.OpenCurrent();
        using RouteConnection route = RouteConnection.Open(here);
        Stopwatch clock = Stopwatch.StartNew();
        while (route.Links.Find(Churn.LinkName(_prefix)) is not null)
        {
            if (clock.Elapsed > ForTheKernel)
            {
                Report("a link is left on the host");
                return;
            }

            Thread.Sleep(1);
        }
    }

    private void UseIp()
    {
        string name = $"{_prefix}ip";
        foreach (string[] arguments in (string[][])[["netns", "add", name], ["-n", name, "link"], ["netns", "list"], ["netns", "del", name]])
        {
            using Process ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true })!;
            _ = ip.StandardOutput.ReadToEnd();
            ip.WaitForExit();
            if (ip.ExitCode != 0)
            {
                Report($"ip {string.Join(' ', arguments)} gives {ip.ExitCode}");
            }
        }
    }

    private void Report(string problem) => _problems.Add($"Kill {_killed}: {problem}.");
}

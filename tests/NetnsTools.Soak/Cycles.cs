using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using NetnsTools.Linux;
using NetnsTools.Linux.Icmp;

namespace NetnsTools.Soak;

/// <summary>Makes, uses and removes networks on several threads of several processes at once, some under the same name.</summary>
internal sealed class Cycles(List<string> problems)
{
    private const int Threads = 4; // of each process
    private const int Children = 2;

    private readonly string _prefix = $"c{Environment.ProcessId}";
    private long _done;
    private long _refused;

    /// <summary>Goes on until the time is over, or a problem is found.</summary>
    public void Run(TimeSpan time)
    {
        Process[] children = new Process[Children];
        for (int index = 0; index < Children; index++)
        {
            children[index] = Start($"{_prefix}{(char)('a' + index)}", time);
        }

        Work(_prefix, time);
        foreach (Process child in children)
        {
            Collect(child);
        }
    }

    public void AddTo(Table table)
    {
        table.Add("cycles done", _done);
        table.Add("names refused, since another had them", _refused);
    }

    /// <summary>The same in a process of its own: prints how many were done and refused, then the problems.</summary>
    public static int RunChild(string prefix, string shared, TimeSpan time)
    {
        List<string> problems = [];
        Cycles cycles = new(problems) { Shared = shared };
        cycles.Work(prefix, time);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cycles._done} {cycles._refused}"));
        problems.ForEach(Console.WriteLine);
        return problems.Count == 0 ? 0 : 1;
    }

    // A name that all of them want; only one has it at a time.
    private string Shared { get; init; } = $"c{Environment.ProcessId}shared";

    private void Work(string prefix, TimeSpan time)
    {
        Stopwatch clock = Stopwatch.StartNew();
        Thread[] threads = new Thread[Threads];
        for (int index = 0; index < Threads; index++)
        {
            string own = $"{prefix}{index}";
            threads[index] = new Thread(() => Work(own, clock, time));
            threads[index].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    private void Work(string own, Stopwatch clock, TimeSpan time)
    {
        try
        {
            for (int cycle = 0; clock.Elapsed < time && problems.Count == 0; cycle++)
            {
                if (Churn.Turn(own, toHost: cycle % 2 == 1) is not (null or EchoStatus.Success) and var status)
                {
                    Report($"cycle {cycle} of {own}: the echo has {status}");
                }

                TakeShared();
                _ = Interlocked.Increment(ref _done);
            }
        }
#pragma warning disable CA1031 // Any is a problem, and must not end the process before it is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Report($"{own}: {exception.GetType().Name}: {exception.Message}");
        }
    }

    private void TakeShared()
    {
        NamespaceStore store = new();
        try
        {
            store.Create(Shared).Dispose();
        }
        catch (NetworkException exception) when (exception.Fault == FaultKind.AlreadyExists)
        {
            _ = Interlocked.Increment(ref _refused);
            return;
        }

        using NamespaceRemover remover = new(store);
        remover.Remove(Shared);
        remover.Complete();
    }

    private Process Start(string prefix, TimeSpan time)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string word in (string[])["cycles", prefix, Shared, time.TotalMinutes.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start)!;
    }

    private void Collect(Process child)
    {
        using (child)
        {
            string[] lines = child.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            child.WaitForExit();
            if (lines is not [string counts, .. string[] said] || counts.Split(' ') is not [string done, string refused])
            {
                Report($"a process has ended with exit code {child.ExitCode}, and said nothing");
                return;
            }

            _done += long.Parse(done, CultureInfo.InvariantCulture);
            _refused += long.Parse(refused, CultureInfo.InvariantCulture);
            Array.ForEach(said, Report);
        }
    }

    private void Report(string problem)
    {
        lock (problems)
        {
            problems.Add(problem);
        }
    }
}

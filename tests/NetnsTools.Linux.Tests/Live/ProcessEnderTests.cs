using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Processes ended: politely, for certain, and never the wrong one.</summary>
public sealed class ProcessEnderTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [Fact]
    public void A_program_that_hears_the_first_signal_ends_by_it()
    {
        using Child child = Child.Start("sleep", "600");
        Stopwatch watch = Stopwatch.StartNew();

        ProcessEnder.End(() => ProcessTable.Tree(child.Id, null, null), Long, "it");

        Assert.Equal(LibC.SIGTERM, child.WaitForSignal());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_program_that_does_not_is_killed_after_the_grace()
    {
        using Child child = Deaf("trap '' TERM");
        Stopwatch watch = Stopwatch.StartNew();

        ProcessEnder.End(() => ProcessTable.Tree(child.Id, null, null), Short, "it");

        Assert.Equal(LibC.SIGKILL, child.WaitForSignal());
        Assert.True(watch.Elapsed >= Short, $"{watch.Elapsed}");
    }

    [Fact]
    public void Without_a_grace_it_is_killed_at_once()
    {
        using Child child = Child.Start("sleep", "600");

        ProcessEnder.End(() => ProcessTable.Tree(child.Id, null, null), TimeSpan.Zero, "it");

        Assert.Equal(LibC.SIGKILL, child.WaitForSignal());
    }

    [Fact]
    public void A_stopped_program_goes_on_to_end_in_its_own_way()
    {
        using Child child = Deaf("trap 'exit 140' TERM");
        ProcessEntry entry = ProcessTable.Find(child.Id)!;
        Assert.True(ProcessEnder.Signal(entry, LibC.SIGSTOP));

        ProcessEnder.End(() => ProcessTable.Tree(child.Id, null, null), Long, "it");

        Assert.Equal(12, child.WaitForSignal());
    }

    [Fact]
    public void Who_is_started_while_the_others_end_is_ended_too()
    {
        // It answers the signal by starting another program, and ends with that one.
        using Child child = Deaf("trap 'sleep 600 & echo $!; wait; exit 131' TERM");

        ProcessFamily family = new(child.Id, null);
        ProcessEnder.End(family.Find, Long, "it");

        int late = int.Parse(child.Output.ReadLine()!, CultureInfo.InvariantCulture);
        Assert.True(ProcessTable.Find(late) is null or { IsZombie: true });
        Assert.Equal(3, child.WaitForSignal());
    }

    [Fact]
    public void An_orphan_of_the_family_is_ended_although_its_parent_has_gone_first()
    {
        using Child root = Child.Start("sh", "-c", "trap 'exit' TERM; sh -c \"trap '' TERM; echo \\$\\$; while :; do sleep 600; done\" & while :; do wait; done");
        int orphan = int.Parse(root.Output.ReadLine()!, CultureInfo.InvariantCulture);

        ProcessEnder.End(() => ProcessTable.Tree(root.Id, null, null), Short, "it");

        Assert.True(ProcessTable.Find(orphan) is null or { IsZombie: true });
    }

    [Fact]
    public void Of_several_groups_each_has_its_own_failure()
    {
        using Child first = Child.Start("sleep", "600");
        using Child second = Deaf("trap '' TERM");
        List<Child> started = [];
        try
        {
            Func<IReadOnlyList<ProcessEntry>>[] find =
            [
                () => ProcessTable.Tree(first.Id, null, null), () => Next(started), () => ProcessTable.Tree(second.Id, null, null),
            ];

            IReadOnlyList<NetworkException?> failures = ProcessEnder.End(
                () => [.. find[0](), .. find[1](), .. find[2]()], [(find[0], "one"), (find[1], "two"), (find[2], "three")], Short);

            Assert.Equal([null, FaultKind.TimedOut, null], failures.Select(static failure => failure?.Fault));
            Assert.StartsWith("Cannot end two:", failures[1]!.Message, StringComparison.Ordinal);
            Assert.Equal((LibC.SIGTERM, LibC.SIGKILL), (first.WaitForSignal(), second.WaitForSignal()));
        }
        finally
        {
            started.ForEach(static child => child.Dispose());
        }
    }

    [RootFact]
    public void Two_hundred_in_a_namespace_are_ended_at_once()
    {
        NamespaceHandle place = _network.Create();
        using Child child = Child.StartInside(
            _network.Store.PathOf(place.Label!), "sh", "-c", "i=0; while [ $i -lt 199 ]; do sleep 600 & i=$((i+1)); done; echo ready; wait");
        Assert.Equal("ready", child.Output.ReadLine());
        Assert.Equal(200, ProcessTable.Inside(place).Count);

        ProcessEnder.End(() => ProcessTable.Inside(place), Long, "all");

        Assert.Empty(ProcessTable.Inside(place));
    }

    [Fact]
    public void Nobody_to_end_is_no_error_and_no_wait()
    {
        ProcessEnder.End(static () => [], Long, "nobody");
        ProcessEnder.End(static () => [], TimeSpan.Zero, "nobody");
    }

    [Fact]
    public void Neither_the_own_process_nor_process_one_is_ever_signalled()
    {
        ProcessEntry own = ProcessTable.Find(Environment.ProcessId)!;
        ProcessEntry init = ProcessTable.Find(1)!;

        // They would have been killed, and are not waited for either.
        ProcessEnder.End(() => [own, init], TimeSpan.Zero, "them");
    }

    [Fact]
    public void A_process_that_only_has_the_number_is_left_alone()
    {
        using Child child = Child.Start("sleep", "600");
        ProcessEntry now = ProcessTable.Find(child.Id)!;
        ProcessEntry before = new() { Id = now.Id, Name = now.Name, StartTicks = now.StartTicks - 1 };

        ProcessEnder.End(() => [before], TimeSpan.Zero, "it");

        Assert.False(ProcessEnder.Signal(before, LibC.SIGKILL));
        Assert.True(ProcessEnder.Signal(now, 0));
        Assert.False(child.HasExited);
    }

    [Fact]
    public void A_signal_to_one_that_has_ended_reaches_nobody()
    {
        ProcessEntry entry;
        using (Child child = Child.Start("sleep", "600"))
        {
            entry = ProcessTable.Find(child.Id)!;
        }

        Assert.False(ProcessEnder.Signal(entry, LibC.SIGTERM));
    }

    [Fact]
    public void An_impossible_signal_is_refused_in_words()
    {
        using Child child = Child.Start("sleep", "600");

        KernelException exception = Assert.Throws<KernelException>(() => ProcessEnder.Signal(ProcessTable.Find(child.Id)!, 999));

        Assert.Equal((FaultKind.InvalidInput, ObjectKind.Process), (exception.Fault, exception.Subject));
        Assert.Contains($"({child.Id})", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_found_again_and_again_but_new_each_time_ends_in_an_error_that_names_it()
    {
        List<Child> started = [];
        try
        {
            NetworkException exception = Assert.Throws<NetworkException>(() => ProcessEnder.End(() => Next(started), TimeSpan.Zero, "the hydra"));
            Assert.Equal((FaultKind.TimedOut, ObjectKind.Process), (exception.Fault, exception.Subject));
            Assert.StartsWith("Cannot end the hydra:", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            started.ForEach(static child => child.Dispose());
        }
    }

    [Fact]
    public async Task A_raised_signal_ends_the_wait_and_nobody_is_killed()
    {
        using Child child = Deaf("trap '' TERM");
        using StopSignal stop = new();
        Task ending = Task.Run(() => ProcessEnder.End(() => ProcessTable.Tree(child.Id, null, null), Long, "it", stop));
        Assert.NotSame(ending, await Task.WhenAny(ending, Task.Delay(300)));

        Stopwatch watch = Stopwatch.StartNew();
        stop.Set();
        await ending.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.Elapsed}");
        Assert.False(child.HasExited);
    }

    // Somebody new each time: whoever ends them never comes to an end.
    private static List<ProcessEntry> Next(List<Child> started)
    {
        // As long as a look through a large /proc takes.
        Thread.Sleep(50);
        started.Add(Child.Start("sleep", "600"));
        return [ProcessTable.Find(started[^1].Id)!];
    }

    // A shell that has set its trap when this returns.
    private static Child Deaf(string trap)
    {
        Child child = Child.Start("sh", "-c", $"{trap}; echo ready; while :; do sleep 600 & wait; done");
        Assert.Equal("ready", child.Output.ReadLine());
        return child;
    }
}

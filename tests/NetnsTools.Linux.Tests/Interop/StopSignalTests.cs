using System;
using System.Diagnostics;
using System.Threading;
using NetnsTools.Linux.Interop;
using Xunit;

namespace NetnsTools.Linux.Tests.Interop;

/// <summary>The signal that ends every wait.</summary>
public sealed class StopSignalTests
{
    private static readonly TimeSpan Endless = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public void It_is_not_raised_until_it_is_set()
    {
        using StopSignal stop = new();

        Assert.False(stop.IsRaised);
        Assert.False(stop.Wait(TimeSpan.Zero));
        Assert.Equal(0, LibC.WaitReadable(stop.Descriptor, -1, 0));
        stop.Set();
        Assert.True(stop.IsRaised);
    }

    [Fact]
    public void A_wait_that_nobody_ends_lasts_its_time()
    {
        using StopSignal stop = new();
        Stopwatch watch = Stopwatch.StartNew();

        Assert.False(stop.Wait(TimeSpan.FromMilliseconds(20)));

        // The kernel counts in its own clock: a little less by ours.
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(19), Soon);
    }

    [Fact]
    public void Once_set_every_later_wait_ends_at_once_and_the_descriptor_stays_readable()
    {
        using StopSignal stop = new();
        stop.Set();
        stop.Set();
        Stopwatch watch = Stopwatch.StartNew();

        Assert.True(stop.Wait(Endless));
        Assert.True(stop.Wait(Endless));

        Assert.Equal(1, LibC.WaitReadable(stop.Descriptor, -1, 0));
        Assert.Equal(2, LibC.WaitReadable(-1, stop.Descriptor, 0));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
    }

    [Fact]
    public void Another_thread_ends_a_wait()
    {
        using StopSignal stop = new();
        using ManualResetEventSlim started = new();
        Thread raiser = new(() =>
        {
            started.Wait();
            stop.Set();
        });
        raiser.Start();
        Stopwatch watch = Stopwatch.StartNew();

        started.Set();
        bool raised = stop.Wait(Endless);

        raiser.Join();
        Assert.True(raised);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
    }

    [Fact]
    public void Setting_it_after_disposal_is_safe_and_so_is_disposing_twice()
    {
        StopSignal stop = new();
        stop.Dispose();

        stop.Set();
        stop.Dispose();

        Assert.True(stop.IsRaised);
        Assert.True(stop.Wait(Endless));
    }

    [Fact]
    public void A_set_one_can_be_disposed()
    {
        StopSignal stop = new();
        stop.Set();

        stop.Dispose();

        Assert.True(stop.IsRaised);
    }
}

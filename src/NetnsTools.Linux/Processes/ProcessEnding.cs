using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>One run of <see cref="ProcessEnder"/>: who is being ended, and what was refused.</summary>
internal sealed class ProcessEnding(Func<IReadOnlyList<ProcessEntry>> find, string what, StopSignal? stop) : IDisposable
{
    private const int InitProcess = 1;
    private const int MostNamed = 5;
    private const long NanosecondsPerTick = 100;
    private const long LookAgain = 100_000_000; // 0.1 s: how soon newcomers are seen
    private const long KillLimit = 5_000_000_000; // 5 s
    private const int FreezeRounds = 8;

    private readonly Dictionary<(int Id, ulong StartTicks), ProcessWatch> _living = [];
    private readonly HashSet<(int Id, ulong StartTicks)> _refused = [];
    private KernelException? _refusal;

    private bool IsStopped => stop is { IsRaised: true };

    /// <summary>Asks all to end.</summary>
    /// <param name="grace">How long it waits for them.</param>
    /// <returns>Whether it is over: nobody is left, or it was stopped.</returns>
    public bool Terminate(TimeSpan grace)
    {
        // A grace that does not fit into the clock is one for ever.
        long ticks = Math.Min(grace.Ticks, long.MaxValue / NanosecondsPerTick / 2);
        long end = LibC.Now(LibC.CLOCK_MONOTONIC) + (ticks * NanosecondsPerTick);
        while (LibC.Now(LibC.CLOCK_MONOTONIC) < end)
        {
            foreach (ProcessWatch newcomer in TakeHold())
            {
                // One that is stopped hears nothing until it goes on.
                Send(newcomer, LibC.SIGTERM);
                Send(newcomer, LibC.SIGCONT);
            }

            if (IsOver())
            {
                return true;
            }

            Wait(end);
        }

        return IsStopped;
    }

    /// <summary>Ends all, again and again until nobody is left.</summary>
    public void Kill()
    {
        long end = LibC.Now(LibC.CLOCK_MONOTONIC) + KillLimit;
        do
        {
            try
            {
                Freeze();
            }
            finally
            {
                // Whatever happens, nobody is left halted.
                SendAll(LibC.SIGKILL);
            }

            if (IsOver())
            {
                return;
            }

            Wait(end);
        }
        while (LibC.Now(LibC.CLOCK_MONOTONIC) < end);

        throw new NetworkException(
            FaultKind.TimedOut,
            ObjectKind.Process,
            $"Cannot end {what}: after SIGKILL there still is {Survivors()}. The kernel holds a process back while it waits for a device "
            + "or a network file system (state D); what starts new processes all the time must be ended itself.");
    }

    public void Dispose()
    {
        foreach (ProcessWatch watch in _living.Values)
        {
            watch.Dispose();
        }

        _living.Clear();
    }

    // Who is killed while it starts another process leaves that behind, and nobody knows whose it is. So all are halted
    // first: a process with a signal to take cannot fork any more, and no newcomers are left after a few rounds.
    private void Freeze()
    {
        SendAll(LibC.SIGSTOP);
        for (int round = 0; round < FreezeRounds && TakeHold() is { Count: > 0 } newcomers; round++)
        {
            newcomers.ForEach(newcomer => Send(newcomer, LibC.SIGSTOP));
        }
    }

    private void SendAll(int signal)
    {
        foreach (ProcessWatch watch in _living.Values.ToArray())
        {
            Send(watch, signal);
        }
    }

    private bool IsOver()
    {
        if (IsStopped)
        {
            return true;
        }

        return _living.Count == 0 && (_refusal is null ? true : throw _refusal);
    }

    private List<ProcessWatch> TakeHold()
    {
        List<ProcessWatch> newcomers = [];
        foreach (ProcessEntry process in Look())
        {
            (int, ulong) key = (process.Id, process.StartTicks);
            if (process.IsZombie || process.Id == InitProcess || process.Id == Environment.ProcessId
                || _refused.Contains(key))
            {
                continue;
            }

            if (_living.TryGetValue(key, out ProcessWatch? known))
            {
                // What was sent between fork and exec may have ended in a handler of the parent's program.
                if (!known.Process.CommandLine.SequenceEqual(process.CommandLine))
                {
                    known.Process = process;
                    newcomers.Add(known);
                }

                continue;
            }

            if (ProcessWatch.Open(process) is { } watch)
            {
                _living.Add(key, watch);
                newcomers.Add(watch);
            }
        }

        return newcomers;
    }

    // A moment without memory passes; who sees nothing then either must say so, rather than that nobody is there.
    private IReadOnlyList<ProcessEntry> Look()
    {
        try
        {
            return find();
        }
        catch (KernelException)
        {
            return find();
        }
    }

    private void Send(ProcessWatch watch, int signal)
    {
        (int, ulong) key = (watch.Process.Id, watch.Process.StartTicks);
        Errno errno = _living.ContainsKey(key) ? watch.Send(signal) : Errno.None;
        if (errno is Errno.None)
        {
            return;
        }

        if (errno is not Errno.NoSuchProcess)
        {
            // The others are ended all the same; this one is told of in the end.
            _ = _refused.Add(key);
            _refusal ??= new KernelException(new Operation(ObjectKind.Process, $"end {what}, namely process", watch.Process.ToString()), errno);
        }

        Forget(watch);
    }

    /// <summary>Waits until all have gone, or it is time to look for newcomers.</summary>
    private void Wait(long end)
    {
        end = Math.Min(end, LibC.Now(LibC.CLOCK_MONOTONIC) + LookAgain);
        while (_living.Count > 0 && !IsStopped && end - LibC.Now(LibC.CLOCK_MONOTONIC) is > 0 and long left)
        {
            ProcessWatch[] watches = [.. _living.Values];
            int[] descriptors = [.. watches.Select(static watch => watch.Descriptor), stop?.Descriptor ?? -1];
            bool[] ready = new bool[descriptors.Length];
            LibC.WaitReadable(descriptors, ready, left);
            foreach ((ProcessWatch watch, bool hasEnded) in watches.Zip(ready))
            {
                if (hasEnded)
                {
                    Forget(watch);
                }
            }
        }
    }

    private void Forget(ProcessWatch watch)
    {
        _ = _living.Remove((watch.Process.Id, watch.Process.StartTicks));
        watch.Dispose();
    }

    private string Survivors()
    {
        string names = string.Join(", ", _living.Values.Take(MostNamed).Select(static watch => watch.Process.ToString()));
        return _living.Count > MostNamed ? $"{names} and {_living.Count - MostNamed} more" : names;
    }
}

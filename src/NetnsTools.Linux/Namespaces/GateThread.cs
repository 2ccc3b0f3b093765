using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>A thread that goes into other namespaces, and waits at home for the next to do so: starting one costs more than the stay.</summary>
/// <remarks>One that does not come home again ends where it is. One that nobody needs for a while ends too.</remarks>
internal sealed class GateThread
{
    private const int StackSize = 256 * 1024;
    private const int IdleMilliseconds = 1000;

    // Longer than most stays: falling asleep and being woken again costs as much as a stay.
    private static readonly long LooksFor = Stopwatch.Frequency * 3 / 10_000;

    private static readonly ConcurrentStack<GateThread> Waiting = new();
    private static readonly int MaximumWaiting = Environment.ProcessorCount;

    private readonly object _gate = new();
    private Stay? _stay;
    private volatile bool _isDone;
    private bool _hasEnded;
    private bool _isReleased;
    private Errno _homeError;

    private GateThread()
    {
    }

    /// <summary>What is done on the thread.</summary>
    /// <param name="home">Its own namespace, open.</param>
    /// <returns>Whether it is at home again.</returns>
    internal delegate bool Stay(int home);

    /// <summary>Does something on such a thread, and waits for it. Of several, each has a thread of its own.</summary>
    /// <exception cref="KernelException">A thread cannot tell where its home is; nothing was done there.</exception>
    public static void Run(params ReadOnlySpan<Stay> stays)
    {
        GateThread[] threads = new GateThread[stays.Length];
        int begun = 0;
        Errno homeError = Errno.None;
        try
        {
            foreach (Stay stay in stays)
            {
                threads[begun] = Begin(stay);
                begun++;
            }
        }
        finally
        {
            // What has begun is waited for in any case: it writes into the caller's memory.
            foreach (GateThread thread in threads.AsSpan(0, begun))
            {
                Errno errno = thread.Finish();
                homeError = homeError == Errno.None ? errno : homeError;
            }
        }

        if (homeError != Errno.None)
        {
            throw new KernelException(new Operation(ObjectKind.Namespace, "open the present namespace", NamespaceHandle.CurrentPath), homeError);
        }
    }

    private static GateThread Begin(Stay stay)
    {
        GateThread thread;
        do
        {
            thread = Waiting.TryPop(out GateThread? waiting) ? waiting : Start();
        }
        while (!thread.TryBegin(stay));
        return thread;
    }

    private static GateThread Start()
    {
        GateThread added = new();
        new Thread(added.Work, StackSize) { IsBackground = true, Name = "NetnsTools gate" }.Start();
        return added;
    }

    // False where it has ended before.
    private bool TryBegin(Stay stay)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return false;
            }

            _isDone = false;
            _stay = stay;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    private Errno Finish()
    {
        for (long start = Stopwatch.GetTimestamp(); !_isDone && Stopwatch.GetTimestamp() - start < LooksFor;)
        {
            _ = Thread.Yield();
        }

        bool isWaiting;
        Errno homeError;
        lock (_gate)
        {
            while (!_isDone)
            {
                _ = Monitor.Wait(_gate);
            }

            isWaiting = !_hasEnded;
            homeError = _homeError;
        }

        if (isWaiting && Waiting.Count < MaximumWaiting)
        {
            Waiting.Push(this);
        }
        else
        {
            // Nobody would find it: many callers at once would leave hundreds, asleep until their time is up.
            Release();
        }

        return homeError;
    }

    private void Release()
    {
        lock (_gate)
        {
            _isReleased = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        bool goesOn = true;
        while (goesOn && Next() is { } stay)
        {
            // Opened for each stay: nobody who waits holds a descriptor.
            using FileDescriptor home = LibC.Open(NamespaceHandle.CurrentPath, LibC.O_RDONLY, out Errno errno);
            goesOn = errno != Errno.None || stay((int)home.DangerousGetHandle());
            home.Dispose();
            lock (_gate)
            {
                _stay = null;
                _homeError = errno;
                _isDone = true;
                _hasEnded = !goesOn;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private Stay? Next()
    {
        lock (_gate)
        {
            bool isTimeUp = false;
            while (_stay is null && !_isReleased && !isTimeUp)
            {
                isTimeUp = !Monitor.Wait(_gate, IdleMilliseconds);
            }

            _hasEnded = _stay is null;
            return _stay;
        }
    }
}

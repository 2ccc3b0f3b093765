using System;
using System.Collections.Concurrent;
using System.Threading;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>A thread that goes into other namespaces, and waits at home for the next to do so: starting one costs more than the stay.</summary>
/// <remarks>One that does not come home again ends where it is. One that nobody needs for a while ends too.</remarks>
internal sealed class GateThread
{
    private const int StackSize = 256 * 1024;
    private const int IdleMilliseconds = 1000;

    private static readonly ConcurrentStack<GateThread> Waiting = new();
    private static readonly int MaximumWaiting = Environment.ProcessorCount;

    private readonly object _gate = new();
    private Stay? _stay;
    private bool _isDone;
    private bool _hasEnded;
    private Errno _homeError;

    private GateThread()
    {
    }

    /// <summary>What is done on the thread.</summary>
    /// <param name="home">Its own namespace, open.</param>
    /// <returns>Whether it is at home again.</returns>
    internal delegate bool Stay(int home);

    /// <summary>Does something on such a thread, and waits for it.</summary>
    /// <exception cref="KernelException">The thread cannot tell where its home is; nothing was done.</exception>
    public static void Run(Stay stay)
    {
        GateThread thread;
        do
        {
            thread = Waiting.TryPop(out GateThread? waiting) ? waiting : Start();
        }
        while (!thread.TryRun(stay));
    }

    private static GateThread Start()
    {
        GateThread added = new();
        new Thread(added.Work, StackSize) { IsBackground = true, Name = "NetnsTools gate" }.Start();
        return added;
    }

    // False where it has ended before.
    private bool TryRun(Stay stay)
    {
        bool isWaiting;
        Errno homeError;
        lock (_gate)
        {
            if (_hasEnded)
            {
                return false;
            }

            _stay = stay;
            _isDone = false;
            Monitor.PulseAll(_gate);
            while (!_isDone)
            {
                _ = Monitor.Wait(_gate);
            }

            isWaiting = !_hasEnded;
            homeError = _homeError;
        }

        // More than that end when their time is up.
        if (isWaiting && Waiting.Count < MaximumWaiting)
        {
            Waiting.Push(this);
        }

        return homeError == Errno.None
            ? true
            : throw new KernelException(new Operation(ObjectKind.Namespace, "open the present namespace", NamespaceHandle.CurrentPath), homeError);
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
            while (_stay is null && !isTimeUp)
            {
                isTimeUp = !Monitor.Wait(_gate, IdleMilliseconds);
            }

            _hasEnded = _stay is null;
            return _stay;
        }
    }
}

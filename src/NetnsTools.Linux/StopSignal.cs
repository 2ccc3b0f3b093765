using System;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Ends waits from another thread: an event descriptor that every wait of this library watches.</summary>
public sealed class StopSignal : IDisposable
{
    private readonly FileDescriptor _event;
    private volatile bool _raised;

    /// <summary>Makes one that is not raised.</summary>
    /// <exception cref="KernelException">No more descriptors: what waits could not be stopped.</exception>
    public StopSignal()
    {
        _event = LibC.CreateEvent(out Errno errno);
        if (errno != Errno.None)
        {
            throw new KernelException(new Operation(ObjectKind.Socket, "prepare to be stopped"), errno);
        }
    }

    /// <summary>Whether <see cref="Set"/> was called.</summary>
    public bool IsRaised => _raised;

    internal int Descriptor => (int)_event.DangerousGetHandle();

    /// <summary>Ends the present wait and every later one. Safe from any thread, also after disposal.</summary>
    public void Set()
    {
        _raised = true;
        try
        {
            LibC.Raise(_event);
        }
        catch (ObjectDisposedException)
        {
            // The waiter has already gone.
        }
    }

    /// <summary>Sleeps, or until raised.</summary>
    /// <param name="time">How long at most.</param>
    /// <returns>Whether the signal was raised.</returns>
    public bool Wait(TimeSpan time)
    {
        if (!_raised)
        {
            _ = LibC.WaitReadable(Descriptor, -1, time.Ticks * 100);
        }

        return _raised;
    }

    /// <inheritdoc/>
    public void Dispose() => _event.Dispose();
}

using System;
using System.Collections.Generic;
using System.Threading;

namespace NetnsTools.Sessions;

/// <summary>What happens in the other processes, in order, for the one thread that may write to the pipeline.</summary>
/// <remarks>Nothing to dispose of: the engine's threads may still add when nobody listens any more.</remarks>
internal sealed class ScriptBlockEvents
{
    private readonly Queue<(ScriptBlockChild Child, object? Item)> _queue = [];
    private bool _stopped;

    /// <summary>Adds an event. Any thread.</summary>
    public void Add(ScriptBlockChild child, object? item)
    {
        lock (_queue)
        {
            _queue.Enqueue((child, item));
            Monitor.Pulse(_queue);
        }
    }

    /// <summary>Ends the present wait and every later one. Any thread.</summary>
    public void Stop()
    {
        lock (_queue)
        {
            _stopped = true;
            Monitor.PulseAll(_queue);
        }
    }

    /// <summary>The next event, if there is one already.</summary>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public bool TryTake(out (ScriptBlockChild Child, object? Item) next)
    {
        lock (_queue)
        {
            ThrowIfStopped();
            return _queue.TryDequeue(out next);
        }
    }

    /// <summary>Waits for the next event.</summary>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public (ScriptBlockChild Child, object? Item) Take()
    {
        lock (_queue)
        {
            while (!_stopped && _queue.Count == 0)
            {
                _ = Monitor.Wait(_queue);
            }

            ThrowIfStopped();
            return _queue.Dequeue();
        }
    }

    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public void ThrowIfStopped()
    {
        if (_stopped)
        {
            throw new OperationCanceledException();
        }
    }
}

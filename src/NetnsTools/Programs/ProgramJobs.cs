using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using NetnsTools.Linux;

namespace NetnsTools.Programs;

/// <summary>Programs side by side, a limited number at a time; what they say is handed over on the caller's thread.</summary>
/// <param name="throttle">How many at a time.</param>
/// <param name="start">Starts one, and says whether it could.</param>
/// <param name="take">Gets each event.</param>
/// <param name="stop">Ends every wait.</param>
internal sealed class ProgramJobs(
    int throttle, Func<ProgramJob, bool> start, Action<ProgramEvent> take, CancellationToken stop) : IDisposable
{
    // Programs wait when the pipeline is this many lines behind, so that memory stays flat.
    private const int Backlog = 512;

    private readonly Channel<ProgramEvent> _events =
        Channel.CreateBounded<ProgramEvent>(new BoundedChannelOptions(Backlog) { SingleReader = true });
    private readonly Queue<ProgramJob> _waiting = [];
    private readonly List<ProgramJob> _running = [];
    private Task<bool>? _nextEvent;

    /// <summary>Adds one, which starts as soon as there is room.</summary>
    public ProgramJob Add(NamespaceHandle handle, ProgramSettings settings, ProgramInput? input)
    {
        ProgramJob job = new(handle, settings, _events.Writer, input);
        _waiting.Enqueue(job);
        StartWaiting();
        return job;
    }

    /// <summary>Hands over what there is now.</summary>
    public void Drain()
    {
        while (_events.Reader.TryRead(out ProgramEvent item))
        {
            if (item.Kind == ProgramEventKind.Ended)
            {
                _ = _running.Remove(item.Job);
            }

            try
            {
                take(item);
            }
            finally
            {
                if (item.Kind == ProgramEventKind.Ended)
                {
                    item.Job.Dispose();
                }
            }

            StartWaiting();
        }
    }

    /// <summary>Hands over until all have ended.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void Finish()
    {
        Drain();
        while (_running.Count > 0 || _waiting.Count > 0)
        {
            _ = WaitForEvent().GetAwaiter().GetResult();
            Drain();
        }
    }

    /// <summary>Gives bytes to a program, taking what it says meanwhile: else both could wait for each other.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void Feed(ProgramInput input, byte[] bytes)
    {
        while (!input.TryWrite(bytes))
        {
            _ = Task.WaitAny([input.WaitForRoom(stop), WaitForEvent()], stop);
            Drain();
        }
    }

    /// <summary>Ends all that still run, and starts no more.</summary>
    public void Dispose()
    {
        _waiting.Clear();
        _ = _events.Writer.TryComplete();
        _ = Parallel.ForEach(_running.ToArray(), static job => job.Dispose());
        _running.Clear();
    }

    private void StartWaiting()
    {
        while (_running.Count < throttle && _waiting.TryDequeue(out ProgramJob? job))
        {
            bool started = false;
            _running.Add(job);
            try
            {
                started = start(job);
            }
            finally
            {
                if (!started)
                {
                    _ = _running.Remove(job);
                    job.Dispose();
                }
            }
        }
    }

    // One wait at a time: those that nobody waits for any more would pile up in the channel until the next event.
    private Task<bool> WaitForEvent() => _nextEvent is { IsCompleted: false } ? _nextEvent : _nextEvent = _events.Reader.WaitToReadAsync(stop).AsTask();
}

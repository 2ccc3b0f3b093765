using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using NetnsTools.Linux.Capture;

namespace NetnsTools.Captures;

/// <summary>Frames on their way from captures to a pipeline. When the pipeline is slow they wait in the kernel, which counts what it drops.</summary>
internal sealed class FrameQueue : IFrameSink, IDisposable
{
    private const int Capacity = 16_384;

    private readonly BlockingCollection<CapturedFrame> _frames = new(Capacity);
    private readonly CancellationTokenSource _abandoned = new();
    private int _open = 1; // the reader's own, until it knows that no more captures begin

    /// <summary>To be called for each capture before it begins.</summary>
    public void Open() => Interlocked.Increment(ref _open);

    /// <summary>No more captures begin.</summary>
    public void Close()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _frames.CompleteAdding();
        }
    }

    /// <inheritdoc/>
    public void Write(CapturedFrame frame)
    {
        // An exception for each frame of a full ring would take seconds.
        if (_abandoned.IsCancellationRequested)
        {
            return;
        }

        try
        {
            _frames.Add(frame, _abandoned.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

    /// <inheritdoc/>
    public void Complete(CaptureStatistics statistics) => Close();

    /// <summary>Frames as they come, until all captures have ended or it is abandoned.</summary>
    public IEnumerable<CapturedFrame> Take()
    {
        while (true)
        {
            CapturedFrame? frame;
            try
            {
                if (!_frames.TryTake(out frame, Timeout.Infinite, _abandoned.Token))
                {
                    yield break;
                }
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            yield return frame;
        }
    }

    /// <summary>Ends every wait, of captures and of the reader. Safe to repeat, and from any thread.</summary>
    public void Abandon() => _abandoned.Cancel();

    /// <summary>To be called when all captures have ended.</summary>
    public void Dispose()
    {
        _frames.Dispose();
        _abandoned.Dispose();
    }
}

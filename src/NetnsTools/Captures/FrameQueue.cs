using System.Collections.Generic;
using System.Threading;
using NetnsTools.Linux.Capture;

namespace NetnsTools.Captures;

/// <summary>Frames on their way from captures to a pipeline. When the pipeline is slow they wait in the kernel, which counts what it drops.</summary>
internal sealed class FrameQueue : IFrameSink
{
    private const int Capacity = 16_384;

    private readonly Queue<CapturedFrame> _frames = [];
    private int _open = 1; // the reader's own, until it knows that no more captures begin
    private bool _isAbandoned;

    /// <summary>To be called for each capture before it begins.</summary>
    public void Open()
    {
        lock (_frames)
        {
            _open++;
        }
    }

    /// <summary>No more captures begin.</summary>
    public void Close()
    {
        lock (_frames)
        {
            _open--;
            Monitor.PulseAll(_frames);
        }
    }

    /// <inheritdoc/>
    public void Write(CapturedFrame frame)
    {
        lock (_frames)
        {
            while (_frames.Count >= Capacity && !_isAbandoned)
            {
                _ = Monitor.Wait(_frames);
            }

            if (!_isAbandoned)
            {
                _frames.Enqueue(frame);
                if (_frames.Count == 1)
                {
                    Monitor.PulseAll(_frames);
                }
            }
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
        while (Next() is { } frame)
        {
            yield return frame;
        }
    }

    /// <summary>Ends every wait, of captures and of the reader. Safe to repeat, and from any thread.</summary>
    public void Abandon()
    {
        lock (_frames)
        {
            _isAbandoned = true;
            Monitor.PulseAll(_frames);
        }
    }

    private CapturedFrame? Next()
    {
        lock (_frames)
        {
            while (_frames.Count == 0 && _open > 0 && !_isAbandoned)
            {
                _ = Monitor.Wait(_frames);
            }

            if (_frames.Count == 0 || _isAbandoned)
            {
                return null;
            }

            if (_frames.Count == Capacity)
            {
                Monitor.PulseAll(_frames);
            }

            return _frames.Dequeue();
        }
    }
}

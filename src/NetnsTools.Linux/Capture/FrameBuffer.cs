using System;
using System.Collections.Generic;

namespace NetnsTools.Linux.Capture;

/// <summary>Keeps the latest frames of a capture in memory, up to a number; older ones make room and are counted.</summary>
/// <param name="capacity">How many frames at most; 0 keeps none.</param>
public sealed class FrameBuffer(int capacity) : IFrameSink
{
    private readonly object _gate = new();
    private readonly Queue<CapturedFrame> _frames = new();
    private long _discarded;

    /// <summary>Frames that had to make room.</summary>
    public long Discarded
    {
        get
        {
            lock (_gate)
            {
                return _discarded;
            }
        }
    }

    /// <inheritdoc/>
    public void Write(CapturedFrame frame)
    {
        lock (_gate)
        {
            _frames.Enqueue(frame);
            if (_frames.Count > capacity)
            {
                _ = _frames.Dequeue();
                _discarded++;
            }
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

    /// <inheritdoc/>
    public void Complete(CaptureStatistics statistics)
    {
    }

    /// <summary>The frames that are kept, oldest first.</summary>
    public CapturedFrame[] ToArray() => Since(0, out _);

    /// <summary>The frames from a position on, as far as they are still kept.</summary>
    /// <param name="position">0 for the first frame of the capture, and so on.</param>
    /// <param name="next">The position behind the last one.</param>
    public CapturedFrame[] Since(long position, out long next)
    {
        lock (_gate)
        {
            next = _discarded + _frames.Count;
            int skipped = (int)Math.Clamp(position - _discarded, 0, _frames.Count);
            CapturedFrame[] frames = new CapturedFrame[_frames.Count - skipped];
            int index = -skipped;
            foreach (CapturedFrame frame in _frames)
            {
                if (index >= 0)
                {
                    frames[index] = frame;
                }

                index++;
            }

            return frames;
        }
    }
}

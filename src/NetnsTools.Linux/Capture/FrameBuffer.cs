using System;
using System.Collections.Generic;

namespace NetnsTools.Linux.Capture;

/// <summary>Keeps the latest frames of a capture in memory, up to a number; older ones make room and are counted.</summary>
/// <param name="capacity">How many frames at most; 0 keeps none.</param>
/// <param name="memory">How many bytes at most, what each frame costs besides its own included.</param>
public sealed class FrameBuffer(int capacity, long memory = long.MaxValue) : IFrameSink
{
    /// <summary>What a frame costs besides its bytes, roughly: two objects and a place in the queue.</summary>
    public const int FrameOverhead = 128;

    private readonly object _gate = new();
    private readonly Queue<CapturedFrame> _frames = new();
    private long _discarded;
    private long _used;

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
            _used += Cost(frame);
            while (_frames.Count > capacity || (_used > memory && _frames.Count > 0))
            {
                _used -= Cost(_frames.Dequeue());
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
    public CapturedFrame[] ToArray() => Since(0, out _, out _);

    /// <summary>The frames from a position on, as far as they are still kept.</summary>
    /// <param name="position">0 for the first frame of the capture, and so on.</param>
    /// <param name="next">The position behind the last one.</param>
    /// <param name="missed">How many had to make room since that position, and are not given.</param>
    public CapturedFrame[] Since(long position, out long next, out long missed)
    {
        lock (_gate)
        {
            missed = Math.Max(_discarded - position, 0);
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

    private static long Cost(CapturedFrame frame) => frame.Data.Length + FrameOverhead;
}

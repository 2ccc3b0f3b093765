using System;
using System.Collections.Generic;
using System.Threading;
using NetnsTools.Linux.Capture.Filters;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Capture;

/// <summary>A running capture: a packet socket in a namespace, and a thread that hands its frames to sinks.</summary>
/// <remarks>
/// Armed when the constructor returns: what passes from then on waits in the ring until <see cref="Start"/>. The socket keeps
/// the namespace alive, so the session watches what the namespace was opened by, and ends soon after that is gone.
/// </remarks>
public sealed class CaptureSession : IDisposable
{
    private const long CheckInterval = 100_000_000; // nanoseconds
    private const long DrainStep = 2_000_000;
    private const long DrainLimit = 500_000_000;
    private const double LongestDays = 36_500;
    private const byte PACKET_OUTGOING = 4;

    private readonly PacketSocket _socket;
    private readonly CaptureOptions _options;
    private readonly StopSignal _stop;
    private readonly NamespaceAnchor _anchor;
    private readonly string? _label;
    private readonly long _deadline;
    private readonly FrameReader _take;
    private IReadOnlyList<IFrameSink> _sinks = [];
    private Thread? _thread;
    private volatile bool _isAbandoned;
    private long _captured;
    private long _dropped;
    private long _handled;
    private long _seen;
    private volatile bool _ended;

    /// <summary>Opens the socket: no matching packet is missed from here on.</summary>
    /// <param name="target">The namespace. May be disposed afterwards.</param>
    /// <param name="options">What to capture.</param>
    /// <exception cref="NetworkException">The filter cannot be, or the kernel refused: packet sockets need CAP_NET_RAW.</exception>
    public CaptureSession(NamespaceHandle target, CaptureOptions options)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        options.ValidatePlace();
        _options = options;
        _label = target.Label;
        _anchor = target.Anchor;
        _take = Take;
        _socket = new PacketSocket(target, options);
        // Last: what is refused leaves nothing open.
        _stop = new StopSignal();
        StartedAt = DateTimeOffset.Now;
        // Longer than the clock counts is for ever.
        _deadline = options.Duration is { TotalDays: < LongestDays } duration
            ? LibC.Now(LibC.CLOCK_MONOTONIC) + (duration.Ticks * TimeSpan.NanosecondsPerTick)
            : long.MaxValue;
    }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it ended.</summary>
    public CaptureEnd End { get; private set; }

    /// <summary>What went wrong, where <see cref="End"/> is not by anybody's wish.</summary>
    public NetworkException? Failure { get; private set; }

    /// <summary>Whether it has ended: all is handed over, and its socket is closed.</summary>
    public bool HasEnded => _ended;

    /// <summary>What became of the packets so far.</summary>
    public CaptureStatistics Statistics => new(Interlocked.Read(ref _captured), Interlocked.Read(ref _dropped));

    /// <summary>Begins to hand over what comes. To be called once.</summary>
    /// <param name="sinks">Who gets the frames, in this order.</param>
    public void Start(params IReadOnlyList<IFrameSink> sinks)
    {
        _sinks = sinks;
        _thread = new Thread(Run) { IsBackground = true, Name = "NetnsTools capture" };
        _thread.Start();
    }

    /// <summary>Ends it, when all that passed the interface until now is handed over. Safe to repeat.</summary>
    public void Stop()
    {
        _stop.Set();
        _thread?.Join();
    }

    /// <summary>Asks it to end, and does not wait.</summary>
    public void RequestStop() => _stop.Set();

    /// <summary>The same where nobody wants what passed until now: it is not handed over.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        _stop.Set();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Whether it has ended.</returns>
    public bool Wait(TimeSpan time) => _thread!.Join(time);

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        // The thread has done so, if there is one.
        _socket.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        CaptureEnd end = CaptureEnd.Failed;
        NetworkException? failure = null;
        try
        {
            end = Capture();
            if (_isAbandoned)
            {
                CountDrops();
            }
            else
            {
                _socket.Close();
                Drain();
            }

            failure = Explain(end);
        }
        catch (Exception exception) when (exception is NetworkException or OutOfMemoryException)
        {
            (end, failure) = (CaptureEnd.Failed, exception as NetworkException ?? OutOfMemory(exception));
        }

        _socket.Dispose();
        foreach (IFrameSink sink in _sinks)
        {
            try
            {
                sink.Complete(Statistics);
            }
            catch (NetworkException exception)
            {
                failure ??= exception;
                end = CaptureEnd.Failed;
            }
        }

        _stop.Dispose();
        (End, Failure, EndedAt) = (end, failure, DateTimeOffset.Now);
        _ended = true;
    }

    /// <summary>Hands over what comes until there is a reason to end.</summary>
    private CaptureEnd Capture()
    {
        long nextCheck = 0;
        while (true)
        {
            bool isIdle = !_socket.Ring.ReadBlock(_take);
            if (_captured >= _options.Count)
            {
                return CaptureEnd.CountReached;
            }

            if (_stop.IsRaised)
            {
                return CaptureEnd.Stopped;
            }

            long now = LibC.Now(LibC.CLOCK_MONOTONIC);
            if (now >= _deadline)
            {
                return CaptureEnd.DurationOver;
            }

            if (now >= nextCheck)
            {
                if (!_anchor.Holds())
                {
                    return CaptureEnd.NamespaceGone;
                }

                // No error tells it to one whose link was switched off before.
                if (_socket.IsLinkGone)
                {
                    return IsOnlyLinkGone() ? CaptureEnd.LinkGone : CaptureEnd.NamespaceGone;
                }

                CountDrops();
                _socket.ForgetNames();
                nextCheck = now + CheckInterval;
            }

            if (isIdle)
            {
                Flush();
                _ = LibC.WaitReadable(_socket.Descriptor, _stop.Descriptor, Math.Min(nextCheck, _deadline) - now);
                // Switched off is no end: packets come again when it is on again.
                _ = _socket.TakeError();
            }
        }
    }

    /// <summary>Reads what had come in before the socket was closed to more.</summary>
    private void Drain()
    {
        long limit = LibC.Now(LibC.CLOCK_MONOTONIC) + DrainLimit;
        bool isComplete = false;
        while (true)
        {
            while (_socket.Ring.ReadBlock(_take))
            {
            }

            // Twice: a packet that had passed the filter on another processor may be counted only now.
            bool wasComplete = isComplete;
            CountDrops();
            isComplete = _handled + _dropped >= _seen;
            if ((isComplete && wasComplete) || _captured >= _options.Count || LibC.Now(LibC.CLOCK_MONOTONIC) >= limit)
            {
                Flush();
                return;
            }

            _ = LibC.WaitReadable(-1, -1, DrainStep);
        }
    }

    private bool Take(in RingPacket packet)
    {
        _handled++;
        if (_captured >= _options.Count)
        {
            return false;
        }

        bool isOutgoing = packet.PacketType == PACKET_OUTGOING;
        CapturedFrame frame = new()
        {
            TimestampNanoseconds = packet.TimestampNanoseconds,
            Data = packet.CopyFrame(_options.SnapLength),
            OriginalLength = packet.OriginalLength,
            LinkLayer = LinkLayers.Of(packet.HardwareType),
            Direction = isOutgoing ? PacketDirection.Out : PacketDirection.In,
            Reception = isOutgoing ? PacketReception.Unknown : (PacketReception)(packet.PacketType + 1),
            Interface = _socket.NameOf(packet.InterfaceIndex),
            Namespace = _label,
            IsChecksumPending = packet.IsChecksumPending,
            IsFromAny = _options.InterfaceIndex == 0,
        };
        foreach (IFrameSink sink in _sinks)
        {
            sink.Write(frame);
        }

        _ = Interlocked.Increment(ref _captured);
        return true;
    }

    private void Flush()
    {
        foreach (IFrameSink sink in _sinks)
        {
            sink.Flush();
        }
    }

    private void CountDrops()
    {
        (uint packets, uint drops) = _socket.TakeStatistics();
        _seen += packets;
        _ = Interlocked.Add(ref _dropped, drops);
    }

    // Who removes a namespace takes its links away first, and its name a moment later.
    private bool IsOnlyLinkGone()
    {
        long limit = LibC.Now(LibC.CLOCK_MONOTONIC) + CheckInterval;
        while (_anchor.Holds())
        {
            if (LibC.Now(LibC.CLOCK_MONOTONIC) >= limit || _stop.Wait(TimeSpan.FromMilliseconds(5)))
            {
                return true;
            }
        }

        return false;
    }

    private NetworkException? Explain(CaptureEnd end)
    {
        string? loss = end switch
        {
            CaptureEnd.LinkGone => "the link was removed, or moved to another namespace",
            CaptureEnd.NamespaceGone => _anchor.DescribeLoss(),
            _ => null,
        };
        return loss is null ? null : new NetworkException(FaultKind.NotFound, ObjectKind.Capture, $"{Describe()} has ended: {loss}.");
    }

    private NetworkException OutOfMemory(Exception cause) => new(
        FaultKind.Failed, ObjectKind.Capture, $"{Describe()} has ended: there is no memory for more packets.", cause);

    private string Describe() => _options.InterfaceName is { } name
        ? $"The capture on link '{name}' in {PlaceText.Of(_label)}"
        : $"The capture in {PlaceText.Of(_label)}";
}

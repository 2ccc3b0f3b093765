using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using NetnsTools.Captures;
using NetnsTools.Linux;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Filters;
using NetnsTools.Parameters;

namespace NetnsTools;

/// <summary>A capture that Start-NetnsCapture began: it goes on until it has what was asked for, is stopped, or PowerShell ends.</summary>
/// <remarks>All but what was known at its start is read anew each time.</remarks>
public sealed class NetnsCapture
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly CaptureSession _session;
    private readonly FrameBuffer _buffer;
    private readonly CaptureOptions _options;
    private readonly NamespaceReference? _reference;
    private readonly CaptureFile? _file;
    private long _next;

    internal NetnsCapture(int id, NamespaceReference? reference, CaptureOptions options, FrameBuffer buffer, string? path, CaptureFile? file, CaptureSession session)
    {
        Id = id;
        _reference = reference;
        _options = options;
        _buffer = buffer;
        Path = path;
        _file = file;
        _session = session;
    }

    /// <summary>Its number in this PowerShell.</summary>
    public int Id { get; }

    /// <summary>The namespace's name; null for the current one.</summary>
    public string? Namespace => _reference?.Text;

    /// <summary>The interface; <c>any</c> for all of them.</summary>
    public string Interface => _options.InterfaceName ?? CaptureTarget.Any;

    /// <summary>Which packets it takes, in the words of tcpdump; empty for all.</summary>
    public string Filter => FilterText.Of(_options.Filter);

    /// <summary>How it stands.</summary>
    public NetnsCaptureState State => !_session.HasEnded ? NetnsCaptureState.Running : _session.End switch
    {
        CaptureEnd.Stopped => NetnsCaptureState.Stopped,
        CaptureEnd.CountReached or CaptureEnd.DurationOver => NetnsCaptureState.Completed,
        _ => NetnsCaptureState.Failed,
    };

    /// <summary>Packets taken so far.</summary>
    public long PacketCount => _session.Statistics.Captured;

    /// <summary>Packets that the kernel dropped because they came faster than they could be read.</summary>
    public long Dropped => _session.Statistics.Dropped;

    /// <summary>The oldest packets, which had to make room for newer ones (-MaxPackets, -MaxMemory). They are in the file, if there is one.</summary>
    public long Discarded => _buffer.Discarded;

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt => _session.StartedAt;

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt => _session.HasEnded ? _session.EndedAt : null;

    /// <summary>The file that it writes to; null for none.</summary>
    public string? Path { get; }

    /// <summary>Why it has failed, in words; null unless it has.</summary>
    public string? Reason => Failure?.Message;

    /// <summary>The packets so far, as many as are kept.</summary>
    public NetnsPacket[] Packets => Wrap(_buffer.ToArray());

    internal NetworkException? Failure => _session.HasEnded ? _session.Failure : null;

    internal CaptureSession Session => _session;

    /// <summary>Where and what: <c>3: veth-2 in ns-2</c>.</summary>
    public override string ToString()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Id}: {Interface}");
        return Namespace is null ? text : $"{text} in {Namespace}";
    }

    /// <summary>The packets that came since this was last asked.</summary>
    /// <param name="missed">How many of them had to make room before.</param>
    internal NetnsPacket[] TakeNew(out long missed) => Wrap(_buffer.Since(_next, out _next, out missed));

    /// <summary>Ends it, and waits until all is handed over; a file that nobody reads is left alone when the wait is ended.</summary>
    /// <param name="stop">Ends the wait; null for nobody.</param>
    /// <param name="limit">Ends the wait as well.</param>
    internal void Stop(StopSignal? stop, TimeSpan? limit = null)
    {
        _session.RequestStop();
        Stopwatch watch = Stopwatch.StartNew();
        while (!_session.Wait(Step))
        {
            if (stop is { IsRaised: true } || watch.Elapsed > limit)
            {
                Abandon();
            }
        }
    }

    /// <summary>Writes no more to a file that nobody reads.</summary>
    internal void Abandon() => _file?.Abandon();

    private static NetnsPacket[] Wrap(CapturedFrame[] frames) => [.. frames.Select(static frame => new NetnsPacket(frame))];
}

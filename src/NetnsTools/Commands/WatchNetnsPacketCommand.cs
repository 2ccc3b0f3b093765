using System.Collections.Generic;
using System.Management.Automation;
using NetnsTools.Captures;
using NetnsTools.Linux.Capture;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Shows packets inside network namespaces as they pass, as tcpdump -S does, until it is stopped.</para>
/// <para type="description">Objects come down the pipeline as packets pass; of several namespaces in the order in which they are read.</para>
/// </summary>
[Cmdlet(VerbsCommon.Watch, "NetnsPacket", DefaultParameterSetName = ByName)]
[OutputType(typeof(NetnsPacket))]
public sealed class WatchNetnsPacketCommand : CaptureCommand
{
    private readonly FrameQueue _queue = new();
    private readonly List<(CaptureSession Session, CaptureTarget Target)> _sessions = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_sessions.Count == 0)
        {
            return;
        }

        _queue.Close();
        long count = 0;
        foreach (CapturedFrame frame in _queue.Take())
        {
            WriteObject(new NetnsPacket(frame));
            // Of all places together.
            if (++count >= Count)
            {
                break;
            }
        }

        // What a capture ends with is known when it has ended, which is a moment after its last packet.
        EndSessions();
        foreach ((CaptureSession session, CaptureTarget target) in _sessions)
        {
            CaptureReport.Write(this, session, $"on {target}");
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _queue.Abandon();
        base.StopProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            EndSessions();
        }

        base.Dispose(disposing);
    }

    // All at once: each waits for the kernel.
    private void EndSessions()
    {
        _queue.Abandon();
        foreach ((CaptureSession session, _) in _sessions)
        {
            session.Abandon();
        }

        foreach ((CaptureSession session, _) in _sessions)
        {
            session.Dispose();
        }
    }

    private protected override void Begin(CaptureTarget target, CaptureOptions options)
    {
        if (Open(target, options) is { } session)
        {
            _sessions.Add((session, target));
            _queue.Open();
            session.Start(_queue);
        }
    }
}

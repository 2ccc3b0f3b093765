using System;
using System.Management.Automation;
using NetnsTools.Captures;
using NetnsTools.Labs;
using NetnsTools.Linux;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Filters;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Starts to capture packets inside network namespaces, and goes on without waiting.</para>
/// <para type="description">When it returns, every matching packet is taken: what is sent next is in it. Stop-NetnsCapture ends it and
/// gives the packets, Receive-NetnsCapture those so far. It ends by itself when it has what was asked for, when its interface or
/// namespace is removed, or with PowerShell.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "NetnsCapture", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(NetnsCapture))]
public sealed class StartNetnsCaptureCommand : CaptureCommand
{
    private const int DefaultMaxPackets = 250_000;
    private const long DefaultMaxMemory = 512L << 20;

    // Ends the wait for who reads a pipe; null while there is none.
    private volatile Action? _endOpening;

    /// <summary>How many packets are kept in memory; older ones make room and are counted. 250,000 without it; 0 keeps none.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxPackets { get; set; } = DefaultMaxPackets;

    /// <summary>How many bytes of memory packets take at most, beside that; older ones make room and are counted. 512 MB without it.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long MaxMemory { get; set; } = DefaultMaxMemory;

    /// <summary>A file to write the packets to as they come: pcapng, or classic pcap where it ends in .pcap or .cap, packed with gzip with .gz behind that. With a pipe it waits for who reads it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Path { get; set; }

    /// <summary>Leaves a file that exists as it is, with an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _endOpening?.Invoke();
    }

    private protected override void Begin(CaptureTarget target, CaptureOptions options)
    {
        string? path = null;
        if ((Path is not null && (path = Attempt(Path, () => CapturePath.ResolveFile(this, Path))) is null)
            || !ShouldProcess(target.ToString(), path is null ? "Start capture" : $"Start capture to file '{path}'"))
        {
            return;
        }

        string filter = FilterText.Of(options.Filter);
        WriteVerbose($"capture {(filter.Length == 0 ? "all packets" : filter)} on {target}.");
        // The file last: what cannot be captured shall not cost one that is there.
        if (Open(target, options) is not { } session)
        {
            return;
        }

        NetnsCapture? capture = null;
        try
        {
            capture = Attempt(Path, () => Begin(session, target, options, path));
        }
        finally
        {
            // Also where an error record ends the script.
            if (capture is null)
            {
                session.Dispose();
            }
        }

        if (capture is not null && Keep(target.ToString(), () => new LabCapture(capture)))
        {
            Give(capture, () =>
            {
                RunningCaptures.Remove(capture);
                capture.Stop(StopSignal);
            });
        }
    }

    private NetnsCapture Begin(CaptureSession session, CaptureTarget target, CaptureOptions options, string? path)
    {
        CaptureFile? file = path is null ? null : OpenFile(path, target, options);
        FrameBuffer buffer = new(MaxPackets, MaxMemory);
        NetnsCapture capture = new(RunningCaptures.NextId(), target.Session.Reference, options, buffer, path, file, session);
        session.Start(file is null ? [buffer] : [buffer, file]);
        RunningCaptures.Add(capture);
        return capture;
    }

    private CaptureFile OpenFile(string path, CaptureTarget target, CaptureOptions options)
    {
        StopSignal stop = new();
        _endOpening = stop.Set;
        try
        {
            if (StopSignal.IsRaised)
            {
                stop.Set();
            }

            return CaptureFile.Open(path, target.Session.Name, options, NoClobber, stop);
        }
        catch
        {
            stop.Dispose();
            throw;
        }
        finally
        {
            _endOpening = null;
        }
    }
}

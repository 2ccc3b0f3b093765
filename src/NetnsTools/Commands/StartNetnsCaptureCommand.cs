using System.Management.Automation;
using NetnsTools.Captures;
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

    /// <summary>How many packets are kept in memory; older ones make room and are counted. 250,000 without it; 0 keeps none.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxPackets { get; set; } = DefaultMaxPackets;

    /// <summary>A file to write the packets to as they come: pcapng, or classic pcap where it ends in .pcap or .cap.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Path { get; set; }

    /// <summary>Leaves a file that exists as it is, with an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    private protected override void Begin(CaptureTarget target, CaptureOptions options)
    {
        string action = Path is null ? "Start capture" : $"Start capture to '{Path}'";
        if (!ShouldProcess(target.ToString(), action))
        {
            return;
        }

        WriteVerbose($"capture {FilterText.Of(options.Filter)} on {target}.");
        NetnsCapture? capture = Attempt(target.Name ?? target.Session.Name ?? CaptureTarget.Any, () =>
        {
            FrameBuffer buffer = new(MaxPackets);
            CaptureSession session = new(target.Session.Handle, options, buffer);
            return new NetnsCapture(RunningCaptures.NextId(), target.Session.Reference, options, buffer, null, session);
        });
        if (capture is not null)
        {
            RunningCaptures.Add(capture);
            WriteObject(capture);
        }
    }
}

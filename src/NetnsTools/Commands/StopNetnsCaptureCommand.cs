using System.Management.Automation;
using NetnsTools.Captures;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Ends captures and gives all their packets, up to the last that passed.</para>
/// <para type="description">Packets that the kernel dropped, or that had to make room, are told in a warning; why a capture had ended
/// before, in an error.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "NetnsCapture", DefaultParameterSetName = ByObject, SupportsShouldProcess = true)]
[OutputType(typeof(NetnsPacket))]
public sealed class StopNetnsCaptureCommand : CaptureSelectionCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetnsCapture capture in Selected())
        {
            if (!ShouldProcess($"capture {capture}", "Stop"))
            {
                continue;
            }

            capture.Stop(StopSignal);
            RunningCaptures.Remove(capture);
            WriteObject(capture.Packets, enumerateCollection: true);
            CaptureReport.Write(this, capture.Session, capture, capture.Discarded);
        }
    }
}

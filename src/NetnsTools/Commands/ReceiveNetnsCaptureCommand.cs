using System;
using System.Management.Automation;
using NetnsTools.Captures;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Gives the packets that captures have so far, and lets them go on.</para>
/// <para type="description">
/// Without switches it gives all packets that are kept, however often it is asked; with -New those that came since it was last
/// asked for new ones. With -Wait it waits for the end of the capture first. Watch-NetnsPacket gives packets as they pass.
/// </para>
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "NetnsCapture", DefaultParameterSetName = ByObject)]
[OutputType(typeof(NetnsPacket))]
public sealed class ReceiveNetnsCaptureCommand : CaptureSelectionCommand
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Only packets that came since the last time that new ones were asked for.</summary>
    [Parameter]
    public SwitchParameter New { get; set; }

    /// <summary>Waits until the captures have ended: those with a -Count or a -Duration do.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetnsCapture capture in Selected())
        {
            while (Wait && !StopSignal.IsRaised && !capture.Session.Wait(Step))
            {
            }

            long missed = capture.Discarded;
            WriteObject(New ? capture.TakeNew(out missed) : capture.Packets, enumerateCollection: true);
            CaptureReport.Write(this, capture.Session, capture, missed);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Linux;
using Finder = System.Func<System.Collections.Generic.IReadOnlyList<NetnsTools.Linux.ProcessEntry>>;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Ends processes, and those that they started.</para>
/// <para type="description">
/// First SIGTERM, then SIGKILL for who is left. It returns when they are gone; one that has ended already is no error.
/// </para>
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "NetnsProcess", SupportsShouldProcess = true)]
[OutputType(typeof(NetnsProcess))]
public sealed class StopNetnsProcessCommand : NetnsCmdlet
{
    private const int InitProcess = 1;

    private readonly List<NetnsProcess> _confirmed = [];

    /// <summary>Processes, as Get-NetnsProcess gives them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public NetnsProcess[] InputObject { get; set; } = [];

    /// <summary>How many seconds they have between SIGTERM and SIGKILL.</summary>
    [Parameter]
    public double TimeoutSeconds { get; set; } = 2;

    /// <summary>SIGKILL at once.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the processes back, when they are gone.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetnsProcess process in InputObject)
        {
            if (Attempt(process, () => Validate(process))
                && ShouldProcess($"process {process} in {PlaceText.Of(process.Namespace)}, and those that it started", "Stop"))
            {
                _confirmed.Add(process);
            }
        }
    }

    /// <inheritdoc/>
    // Together: whoever does not hear the first signal costs the grace once, not each.
    protected override void EndProcessing()
    {
        if (_confirmed.Count == 0)
        {
            return;
        }

        WriteVerbose($"end {string.Join(", ", _confirmed)}.");
        ProcessFamily[] families =
            [.. _confirmed.Select(static process => new ProcessFamily(process.Id, process.StartTicks, process.Marker))];
        IReadOnlyList<NetworkException?> failures = ProcessEnder.End(
            () => ProcessFamily.Find(families),
            [.. families.Select((family, index) => ((Finder)family.Find, $"process {_confirmed[index]} and those that it started"))],
            Force ? TimeSpan.Zero : TimeSpan.FromSeconds(TimeoutSeconds),
            StopSignal);
        for (int index = 0; index < failures.Count && !StopSignal.IsRaised; index++)
        {
            if (failures[index] is { } failure)
            {
                Report(failure, _confirmed[index]);
            }
            else if (PassThru)
            {
                WriteObject(_confirmed[index]);
            }
        }
    }

    private void Validate(NetnsProcess process)
    {
        string? problem = process.Id == Environment.ProcessId
            ? $"Process {process} is this PowerShell itself. Leave it with exit."
            : process.Id == InitProcess
            ? $"Process {process} is the first of the system, which nothing ends."
            : TimeoutSeconds is >= 0 and <= int.MaxValue
            ? null
            : $"A process cannot have {TimeoutSeconds} seconds to end. Give -TimeoutSeconds from 0 to {int.MaxValue}.";
        if (problem is not null)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Process, problem);
        }
    }
}

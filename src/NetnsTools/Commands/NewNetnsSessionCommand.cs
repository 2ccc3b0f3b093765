using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Opens a PowerShell session inside network namespaces.</para>
/// <para type="description">The sessions are PowerShell's own: for Invoke-Command -Session, Copy-Item -ToSession, Enter-PSSession, and Remove-PSSession, which ends the process behind it.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "NetnsSession", SupportsShouldProcess = true)]
[OutputType(typeof(PSSession))]
public sealed class NewNetnsSessionCommand : LaunchCommand
{
    private readonly CancellationTokenSource _cancel = new();
    private int _opened;

    /// <summary>The namespaces: names with or without wildcards, objects, pid:1234 or paths.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public NamespaceReference[] Name { get; set; } = [];

    /// <summary>What the sessions are called, one name for each; the namespace's name without it.</summary>
    [Parameter]
    public string[] SessionName { get; set; } = [];

    /// <summary>How long opening may take; 60 without it.</summary>
    [Parameter]
    [ValidateRange(0.001, 2_000_000)]
    public double TimeoutSeconds { get; set; } = PowerShellGroup.StartTime.TotalSeconds;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        List<NamespaceReference> references = [];
        foreach (NamespaceReference name in Name)
        {
            foreach (NamespaceReference? reference in Attempt(name, () => Pool.Expand(name)) ?? [])
            {
                if (ShouldProcess($"namespace '{reference}'", "Open session"))
                {
                    references.Add(reference!);
                }
            }
        }

        if (references.Count == 0 || Attempt(references[0], LaunchOptions) is not { } options)
        {
            return;
        }

        try
        {
            foreach ((NamespaceReference _, NamespacePowerShell shell) in
                PowerShellGroup.Open(this, references, options, Host, TimeSpan.FromSeconds(TimeoutSeconds), _cancel.Token))
            {
                string name = _opened < SessionName.Length ? SessionName[_opened] : shell.Namespace;
                _opened++;
                WriteObject(EngineSession.Create(this, shell.Runspace, name, listed: true));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: the engine unwinds the pipeline.
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _cancel.Cancel();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cancel.Dispose();
        }

        base.Dispose(disposing);
    }
}

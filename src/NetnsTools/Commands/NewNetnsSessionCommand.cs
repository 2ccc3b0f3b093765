using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using NetnsTools.Completers;
using NetnsTools.Labs;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Opens a PowerShell session inside network namespaces.</para>
/// <para type="description">The sessions are PowerShell's own: for Invoke-Command -Session, Copy-Item -ToSession and
/// Enter-PSSession, and for Remove-PSSession, which ends the process behind them and all that it started. Get-PSSession
/// calls them by the namespace's name; the columns Transport and ComputerName are the engine's ("Process", "localhost").</para>
/// <para type="description">Enter-PSSession needs a host with an interactive prompt, as pwsh has; the small host of this
/// repository has none, and Enter-PSSession fails there. Sessions need PowerShell 7.3 or later, and end with the PowerShell that opened them.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "NetnsSession", SupportsShouldProcess = true)]
[OutputType(typeof(PSSession))]
public sealed class NewNetnsSessionCommand : LaunchCommand
{
    private readonly CancellationTokenSource _cancel = new();
    private int _opened;

    /// <summary>The namespaces: names with or without wildcards, objects, pid:1234 or paths.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Namespace")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
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
            Queue<NamespacePowerShell> shells = new(PowerShellGroup.Open(this, references, options, Host, TimeSpan.FromSeconds(TimeoutSeconds), _cancel.Token));
            try
            {
                HandOver(shells);
            }
            finally
            {
                // Stopped in between: nobody would ever end these.
                PowerShellGroup.End(shells);
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

    private void HandOver(Queue<NamespacePowerShell> shells)
    {
        while (shells.TryPeek(out NamespacePowerShell? shell))
        {
            string name = _opened < SessionName.Length ? SessionName[_opened] : shell.Namespace;
            _opened++;
            PSSession session = EngineSession.Create(this, shell.Runspace, name, listed: true);
            _ = shells.Dequeue();
            if (Keep(shell.Namespace, () => new LabSession(shell, session)))
            {
                WriteObject(session);
            }
        }
    }
}

using System.Collections.Generic;
using System.Management.Automation;
using NetnsTools.Labs;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Runs a script block in a lab: what is made inside is gone at the end, whatever happens.</para>
/// <para type="description">
/// The lab can begin with namespaces, whose names get an ending that no other lab has; the block gets them as its arguments,
/// and the lab as the last. Namespaces, links, background processes, captures and sessions that this module's cmdlets make
/// while the block runs belong to the lab, and with its namespaces goes all that is in them, running programs included. The lab
/// ends with the block: also after an exception, Ctrl+C or Select-Object -First, and with PowerShell.
/// </para>
/// <para type="description">
/// Labs can be nested, and run side by side. Another runspace, of ForEach-Object -Parallel say, takes part with -Lab $using:lab.
/// What is changed on things that the lab did not make stays changed: an address on the host's own link, for one.
/// </para>
/// </summary>
[Cmdlet(VerbsOther.Use, "NetnsLab", SupportsShouldProcess = true, DefaultParameterSetName = Plain)]
[OutputType(typeof(PSObject))]
public sealed class UseNetnsLabCommand : LabCommand
{
    private const string Plain = "Plain";
    private const string WithNamespaces = "WithNamespaces";
    private const string Join = "Join";

    private const string BlockVariable = "__NetnsLabBlock";
    private const string ArgumentsVariable = "__NetnsLabArguments";

    /// <summary>Namespaces to begin with: client becomes client-k3v9x2. At most 248 bytes each.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = WithNamespaces)]
    [AllowEmptyString]
    public string[] Namespace { get; set; } = [];

    /// <summary>What to do in the lab. Its arguments are the namespaces in their order, then the lab: <c>param($client, $server, $lab)</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = Plain)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = WithNamespaces)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = Join)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>A lab that was begun elsewhere, in another runspace say: what is made here is its own, too. It does not end here.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Join)]
    public NetnsLab? Lab { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!ShouldProcess(ParameterSetName == Join ? $"lab {Lab}" : Words(Namespace), "Run script block"))
        {
            return;
        }

        if (ParameterSetName == Join)
        {
            TakePart(Lab!);
        }
        else if (Begin(Namespace) is { } lab)
        {
            RunAndEnd(lab);
        }
    }

    private void RunAndEnd(NetnsLab lab)
    {
        try
        {
            Run(lab);
        }
        catch
        {
            Tell(Finish(lab));
            throw;
        }

        End(lab);
    }

    private void TakePart(NetnsLab lab)
    {
        LabScope.Enter(lab);
        try
        {
            Run(lab);
        }
        finally
        {
            LabScope.Leave(lab);
        }
    }

    // The block in a pipeline of its own that writes into ours: output comes as it is made, and Ctrl+C reaches it.
    private void Run(NetnsLab lab)
    {
        object[] arguments = [.. lab.Namespace, lab];
        using SteppablePipeline pipeline = Prepare(arguments);
        pipeline.Begin(this);
        _ = pipeline.Process();
        _ = pipeline.End();
    }

    // The engine looks the variables up here, and not again.
    private SteppablePipeline Prepare(object[] arguments)
    {
        PSVariableIntrinsics variables = SessionState.PSVariable;
        variables.Set(BlockVariable, ScriptBlock);
        variables.Set(ArgumentsVariable, arguments);
        try
        {
            return ScriptBlock.Create($"& ${BlockVariable} @{ArgumentsVariable}").GetSteppablePipeline(MyInvocation.CommandOrigin);
        }
        finally
        {
            variables.Remove(BlockVariable);
            variables.Remove(ArgumentsVariable);
        }
    }

    // What the block failed with matters more than whether the pipeline takes another record.
    private void Tell(IReadOnlyList<ErrorRecord> records)
    {
        try
        {
            foreach (ErrorRecord record in records)
            {
                WriteError(record);
            }
        }
        catch (PipelineStoppedException)
        {
            // Stopped.
        }
        catch (ActionPreferenceStopException)
        {
            // -ErrorAction Stop.
        }
    }
}

using System;
using System.Diagnostics;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Measure-Command: how long a script block takes; its output is thrown away.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Command")]
[OutputType(typeof(TimeSpan))]
public sealed class MeasureCommandCommand : PSCmdlet
{
    /// <summary>What to time; it runs in the caller's scope.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock Expression { get; set; } = ScriptBlock.Create(string.Empty);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Stopwatch watch = Stopwatch.StartNew();
        InvokeCommand.InvokeScript(useLocalScope: false, ScriptBlock.Create(". $args[0] | Out-Null"), input: null, Expression);
        WriteObject(watch.Elapsed);
    }
}

using System;
using System.Globalization;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Get-Date: a point in time, as an object or as text.</summary>
[Cmdlet(VerbsCommon.Get, "Date")]
[OutputType(typeof(DateTime), typeof(string))]
public sealed class GetDateCommand : PSCmdlet
{
    /// <summary>The point in time; now if not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public DateTime Date { get; set; } = DateTime.Now;

    /// <summary>A .NET format for the text.</summary>
    [Parameter]
    public string? Format { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        WriteObject(Format is null ? Date : Date.ToString(Format, CultureInfo.CurrentCulture));
}

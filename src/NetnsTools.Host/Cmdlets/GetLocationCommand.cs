using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Get-Location: where the session is.</summary>
[Cmdlet(VerbsCommon.Get, "Location")]
[OutputType(typeof(PathInfo))]
public sealed class GetLocationCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(SessionState.Path.CurrentLocation);
}

using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Pop-Location: goes back to where Push-Location was called.</summary>
[Cmdlet(VerbsCommon.Pop, "Location")]
public sealed class PopLocationCommand : ProviderCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => ForPath(string.Empty, () => SessionState.Path.PopLocation(stackName: null));
}

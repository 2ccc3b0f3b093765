using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Format-List: the engine's own, parameters included.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    /// <summary>Creates the cmdlet.</summary>
    public FormatListCommand() => EngineInternals.UseShape(this, "List");
}

using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Format-Table: the engine's own, parameters included.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    /// <summary>Creates the cmdlet.</summary>
    public FormatTableCommand() => EngineInternals.UseShape(this, "Table");
}

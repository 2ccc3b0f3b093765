using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Labs;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Shows the labs of this PowerShell that have not ended, oldest first, with what belongs to each.</para>
/// <para type="description">
/// A lab is in the list from New-NetnsLab, or the beginning of Use-NetnsLab, until its end. One that could not be taken away wholly
/// stays in it, not open any more, with what is left: Remove-NetnsLab tries again.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NetnsLab")]
[OutputType(typeof(NetnsLab))]
public sealed class GetNetnsLabCommand : NetnsCmdlet
{
    /// <summary>Only those with such names; wildcard patterns.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(LabCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            foreach (NetnsLab lab in Attempt(name, () => OpenLabs.Match(name)) ?? [])
            {
                WriteObject(lab);
            }
        }
    }
}

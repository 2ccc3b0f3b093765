using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Labs;
using NetnsTools.Linux;

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
            foreach (NetnsLab lab in Attempt(name, () => Find(name)) ?? [])
            {
                WriteObject(lab);
            }
        }
    }

    /// <summary>Labs by name or pattern.</summary>
    /// <exception cref="NetworkException">There is none with this very name.</exception>
    internal static IReadOnlyList<NetnsLab> Find(string name)
    {
        WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
        NetnsLab[] found = [.. OpenLabs.All.Where(lab => pattern.IsMatch(lab.Name))];
        return found.Length > 0 || WildcardPattern.ContainsWildcardCharacters(name)
            ? found
            : throw new NetworkException(
                FaultKind.NotFound, ObjectKind.Lab, $"There is no lab '{name}' in this PowerShell, or it has ended. Get-NetnsLab lists them.");
    }
}

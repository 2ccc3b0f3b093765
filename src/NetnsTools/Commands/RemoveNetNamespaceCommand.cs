using System.Collections.Generic;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Linux;
using NetnsTools.Parameters;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Removes network namespaces.</para>
/// <para type="description">
/// When it returns, the names of the namespaces and of their links can be used again. A process inside keeps a namespace
/// alive without its name, which a warning tells; with -Force such processes are ended first.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "NetNamespace", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
public sealed class RemoveNetNamespaceCommand : NamespaceRemovalCommand
{
    private const string ByName = "ByName";
    private const string ByObject = "ByObject";

    /// <summary>Names or wildcard patterns. Case matters.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByName)]
    [AllowEmptyString]
    [Alias("Namespace")]
    [NamespaceNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Namespaces as Get-NetNamespace and New-NetNamespace give them: another namespace under the same name is left alone.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    public NetNamespace[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            foreach (NetNamespace item in InputObject)
            {
                if (Attempt(item, () => EnsureNamed(item)))
                {
                    Remove(item.Name!, item.Identity, item);
                }
            }

            return;
        }

        foreach (string name in Name)
        {
            foreach (string one in Attempt(name, () => Expand(name)) ?? [])
            {
                Remove(one, null, one);
            }
        }
    }

    private static void EnsureNamed(NetNamespace item)
    {
        if (item.Name is null)
        {
            string keeper = item.IsCurrent ? "this very process" : item.ProcessId is [{ } first, ..] ? $"process {first}" : "a mount";
            throw new NetworkException(
                FaultKind.InvalidInput,
                ObjectKind.Namespace,
                $"The namespace {item.Identity} ({item.Path}) has no name that could be removed; {keeper} keeps it alive, "
                + "and it goes when nobody does any more.");
        }
    }

    // A missing exact name is the remover's to refuse.
    private IReadOnlyList<string> Expand(string name) => WildcardPattern.ContainsWildcardCharacters(name) ? Pool.Match(name) : [name];
}

using System.Collections.Generic;
using System.Management.Automation;
using NetnsTools.Linux;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Lists named network namespaces, those made by ip netns included.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NetNamespace")]
[OutputType(typeof(NetNamespace))]
public sealed class GetNetNamespaceCommand : NetnsCmdlet
{
    /// <summary>Names or wildcard patterns; all without it. Case matters.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            IReadOnlyList<NamespaceEntry> entries = [];
            _ = Attempt(name, () => { entries = Match(name); });
            foreach (NamespaceEntry entry in entries)
            {
                WriteObject(new NetNamespace(entry, NumberOf(entry)));
            }
        }
    }

    private IReadOnlyList<NamespaceEntry> Match(string name)
    {
        IReadOnlyList<NamespaceEntry> entries = Pool.Match(name);
        return entries.Count > 0 || WildcardPattern.ContainsWildcardCharacters(name)
            ? entries
            : throw new NetworkException(
                FaultKind.NotFound, ObjectKind.Namespace, $"There is no namespace '{name}'. Get-NetNamespace lists those there are.");
    }

    private int? NumberOf(NamespaceEntry entry)
    {
        if (entry.State != NamespaceState.Live)
        {
            return null;
        }

        try
        {
            using NamespaceHandle handle = Store.Open(entry.Name);
            return Pool.Current.Route.NamespaceIds.Find(handle);
        }
        catch (NetworkException)
        {
            // Removed since it was listed; the rest of it is shown as it was.
            return null;
        }
    }
}

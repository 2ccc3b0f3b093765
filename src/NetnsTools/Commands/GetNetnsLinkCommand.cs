using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Shows the network interfaces of a namespace, as ip link show does.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NetnsLink", DefaultParameterSetName = ByName)]
[OutputType(typeof(NetnsLink))]
public sealed class GetNetnsLinkCommand : NetnsCmdlet
{
    private const string ByName = "ByName";
    private const string ByObject = "ByObject";

    /// <summary>Namespaces: names, wildcard patterns, objects, pid:1234 or paths; the current one without it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    public NamespaceReference?[]? Namespace { get; set; }

    /// <summary>Interface names or wildcard patterns; all without it.</summary>
    [Parameter(Position = 1, ParameterSetName = ByName)]
    [AllowEmptyString]
    public string[]? Name { get; set; }

    /// <summary>Links, or veth pairs, to be read again.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [PairToLinksTransformation]
    public NetnsLink[] InputObject { get; set; } = [];

    /// <summary>Only links of these kinds: veth, bridge, …</summary>
    [Parameter]
    public string[]? Kind { get; set; }

    /// <summary>Only links that are switched on.</summary>
    [Parameter]
    public SwitchParameter Up { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            foreach (NetnsLink link in InputObject)
            {
                Write(Attempt(link, () => Reader.Refresh(link)));
            }

            return;
        }

        foreach (NamespaceReference? given in Namespace ?? [null])
        {
            IEnumerable<NamespaceReference?> references = Attempt(given, () => Pool.Expand(given).ToArray()) ?? [];
            foreach (NamespaceReference? reference in references)
            {
                if (Attempt(reference, () => Pool.Open(reference)) is { } session)
                {
                    WriteLinks(session);
                }
            }
        }
    }

    private void WriteLinks(NamespaceSession session)
    {
        // One name is one question to the kernel; anything else is the whole table.
        if (Name is [{ } only] && !WildcardPattern.ContainsWildcardCharacters(only))
        {
            Write(Attempt(only, () => Reader.Read(session, only)));
            return;
        }

        NetnsLink[] links = Attempt(session.Reference, () => Reader.List(session).ToArray()) ?? [];
        foreach (string name in Name ?? ["*"])
        {
            bool isPattern = WildcardPattern.ContainsWildcardCharacters(name);
            WildcardPattern pattern = new(name);
            NetnsLink[] matches = [.. links.Where(link => isPattern ? pattern.IsMatch(link.Name) : link.Name == name)];
            if (matches.Length == 0 && !isPattern)
            {
                // The kernel's own answer: alternative names count, and the reason is in its words.
                matches = Attempt(name, () => Reader.Read(session, name)) is { } found ? [found] : [];
            }

            foreach (NetnsLink link in matches)
            {
                Write(link);
            }
        }
    }

    private void Write(NetnsLink? link)
    {
        if (link is not null && (!Up || link.IsUp) && (Kind is null || Kind.Contains(link.Kind)))
        {
            WriteObject(link);
        }
    }
}

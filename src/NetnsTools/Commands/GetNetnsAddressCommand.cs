using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Shows the IP addresses of a namespace's interfaces, as ip addr show does.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NetnsAddress", DefaultParameterSetName = ByName)]
[OutputType(typeof(NetnsAddress))]
public sealed class GetNetnsAddressCommand : NetnsCmdlet
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

    /// <summary>Links, or veth pairs for both of their ends.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [PairToLinksTransformation]
    public NetnsLink[] InputObject { get; set; } = [];

    /// <summary>Only IPv4, or only IPv6.</summary>
    [Parameter]
    public NetnsAddressFamily? AddressFamily { get; set; }

    /// <summary>Only these addresses.</summary>
    [Parameter]
    public IPAddress[]? Address { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            foreach (NetnsLink link in InputObject)
            {
                Write(Attempt(link, () => Reader.Refresh(link)) is { } now ? [now] : []);
            }

            return;
        }

        foreach (NamespaceReference? given in Namespace ?? [null])
        {
            foreach (NamespaceReference? reference in Attempt(given, () => Pool.Expand(given).ToArray()) ?? [])
            {
                if (Attempt(reference, () => Pool.Open(reference)) is { } session)
                {
                    Write(Select(session));
                }
            }
        }
    }

    private IEnumerable<NetnsLink> Select(NamespaceSession session)
    {
        NetnsLink[] all = Attempt(session.Reference, () => Reader.List(session).ToArray()) ?? [];
        if (Name is null)
        {
            return all;
        }

        List<NetnsLink> chosen = [];
        foreach (string name in Name)
        {
            bool isPattern = WildcardPattern.ContainsWildcardCharacters(name);
            WildcardPattern pattern = new(name);
            chosen.AddRange(all.Where(link => isPattern ? pattern.IsMatch(link.Name) : link.Name == name));
            if (!isPattern && !all.Any(link => link.Name == name))
            {
                _ = Attempt(name, () => Reader.Read(session, name));
            }
        }

        return chosen;
    }

    private void Write(IEnumerable<NetnsLink> links)
    {
        foreach (NetnsAddress address in links.SelectMany(static link => link.Addresses))
        {
            if ((AddressFamily is not { } family || address.AddressFamily == family) && (Address is null || Address.Contains(address.Address)))
            {
                WriteObject(address);
            }
        }
    }
}

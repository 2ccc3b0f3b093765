using System.Collections.Generic;
using System.Linq;
using System.Net;
using NetnsTools.Linux;
using NetnsTools.Parameters;

namespace NetnsTools.Completers;

/// <summary>Addresses of links in all named namespaces, which somebody may want to reach.</summary>
public sealed class DestinationCompleter : AddressCompleter
{
    private protected override IEnumerable<Candidate> Find(Question question) =>
        InEach(new NamespaceStore().Names().Select(static name => new NamespaceReference(name)));

    // Everybody has those of lo; a link-local one needs more than itself.
    private protected override IEnumerable<Candidate> Offer(NetnsLink link) =>
        base.Offer(link).Where(static one => IPAddress.Parse(one.Text) is { IsIPv6LinkLocal: false } address && !IPAddress.IsLoopback(address));
}

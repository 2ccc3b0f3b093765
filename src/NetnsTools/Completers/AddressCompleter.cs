using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux;

namespace NetnsTools.Completers;

/// <summary>Addresses that links have, inside the namespaces that were typed already, or in the current one.</summary>
public class AddressCompleter : PlaceCompleter
{
    private protected override IEnumerable<Candidate> Offer(NetnsLink link) =>
        link.Addresses.Select(address => new Candidate(address.Address.ToString(), $"{address} on {link.Name} in {PlaceText.Of(link.Namespace)}"));
}

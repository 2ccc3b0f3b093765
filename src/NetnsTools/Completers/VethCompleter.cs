using System.Collections.Generic;

namespace NetnsTools.Completers;

/// <summary>Names of ends of veth pairs, as <see cref="LinkCompleter"/> offers links.</summary>
public sealed class VethCompleter : PlaceCompleter
{
    private protected override IEnumerable<Candidate> Offer(NetnsLink link) => link.Kind == "veth" ? LinkCompleter.Describe(link) : [];
}

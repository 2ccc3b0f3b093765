using System.Collections.Generic;

namespace NetnsTools.Completers;

/// <summary>Kinds of the links inside the namespaces that were typed already, or in the current one.</summary>
public sealed class KindCompleter : PlaceCompleter
{
    private protected override IEnumerable<Candidate> Offer(NetnsLink link) => link.Kind is { Length: > 0 } kind ? [new Candidate(kind)] : [];
}

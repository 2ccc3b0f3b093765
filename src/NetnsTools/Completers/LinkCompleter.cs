using System.Collections.Generic;

namespace NetnsTools.Completers;

/// <summary>Names of links inside the namespaces that were typed already, or in the current one.</summary>
public sealed class LinkCompleter : PlaceCompleter
{
    private protected override IEnumerable<Candidate> Offer(NetnsLink link) => Describe(link);

    internal static IEnumerable<Candidate> Describe(NetnsLink link) =>
        [new Candidate(link.Name, $"{link.InterfaceIndex}: {link.DisplayName} {link.State.ToString().ToUpperInvariant()} {string.Join(", ", (object[])link.Addresses)}".TrimEnd())];
}

using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux;

namespace NetnsTools.Completers;

/// <summary>Names of namespaces.</summary>
public sealed class NamespaceCompleter : Completer
{
    // Beyond that nobody reads what each is.
    private const int MostDescribed = 100;

    private protected override IEnumerable<Candidate> Find(Question question)
    {
        NamespaceStore store = new();
        return store.Names().Select((name, index) => index < MostDescribed ? Describe(store.Describe(name)) : new Candidate(name));
    }

    private static Candidate Describe(NamespaceEntry entry) => new(
        entry.Name,
        entry.Identity is { } identity ? $"namespace {identity}" : $"{entry.State}: no namespace can be seen behind this name".ToLowerInvariant());
}

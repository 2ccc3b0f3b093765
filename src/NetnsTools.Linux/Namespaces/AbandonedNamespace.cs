namespace NetnsTools.Linux;

/// <summary>A name whose maker, a process with this library, is gone.</summary>
/// <param name="Name">The name.</param>
/// <param name="Identity">The namespace that it made; null where none is behind the name: the maker had not come so far, or somebody unmounted it.</param>
/// <param name="MakerId">The number that the maker had.</param>
public sealed record AbandonedNamespace(string Name, NamespaceIdentity? Identity, int MakerId);

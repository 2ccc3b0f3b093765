namespace NetnsTools.Linux;

/// <summary>What became of one of several names.</summary>
/// <param name="Name">The name.</param>
/// <param name="Handle">The namespace, open; null where it could not be created.</param>
/// <param name="Error">Why not.</param>
public readonly record struct NamespaceCreation(string Name, NamespaceHandle? Handle, NetworkException? Error);

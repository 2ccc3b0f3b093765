using NetnsTools.Parameters;

namespace NetnsTools;

/// <summary>What a link's own message does not say: names where the kernel has numbers, and the addresses.</summary>
/// <param name="Reference">The namespace it is in; null for the current one.</param>
/// <param name="PeerName">The peer's name, where it can be seen.</param>
/// <param name="PeerNamespace">The name of the peer's namespace, where it has one.</param>
/// <param name="Master">The master's name.</param>
/// <param name="Addresses">IP addresses.</param>
internal sealed record LinkSurroundings(
    NamespaceReference? Reference, string? PeerName, string? PeerNamespace, string? Master, NetnsAddress[] Addresses);

namespace NetnsTools.Linux.Route;

/// <summary>What became of one of several namespaces.</summary>
/// <param name="Connection">rtnetlink inside; null where it could not be opened.</param>
/// <param name="Error">Why not.</param>
public readonly record struct RouteOpening(RouteConnection? Connection, NetworkException? Error);

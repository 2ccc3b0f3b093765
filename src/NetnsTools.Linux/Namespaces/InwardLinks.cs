using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux;

/// <summary>The links of namespaces that live on whose other ends are in removed ones: <see cref="OutwardLinks"/> seen from the other side.</summary>
/// <remarks>Cheaper where few live on and many are removed.</remarks>
internal static class InwardLinks
{
    private const int MaximumAttempts = 3;

    /// <summary>Looks for them, and deletes them.</summary>
    /// <exception cref="NetworkException">The kernel refused. What could be deleted is.</exception>
    public static void Delete(IReadOnlyList<NamespaceHandle> survivors, IReadOnlyList<NamespaceHandle> removed)
    {
        Attempts attempts = new();
        foreach (RouteOpening opening in RouteConnection.Open(survivors))
        {
            using RouteConnection? connection = opening.Connection;
            attempts.Do(() => Delete(connection ?? throw opening.Error!, removed));
        }

        attempts.ThrowIfFailed();
    }

    /// <summary>Deletes ends of veth pairs together.</summary>
    /// <param name="connection">rtnetlink where they are.</param>
    /// <param name="isWanted">Which of those whose peers are elsewhere.</param>
    public static void Delete(RouteConnection connection, Func<Link, bool> isWanted)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                connection.Links.Delete([.. connection.Links.ListVeths().Where(link => link.LinkNamespaceId is not null && isWanted(link))]);
                return;
            }
            catch (KernelException exception) when (exception.Fault == FaultKind.NotFound && attempt < MaximumAttempts)
            {
                // Somebody else has deleted one of them meanwhile.
            }
        }
    }

    private static void Delete(RouteConnection connection, IReadOnlyList<NamespaceHandle> removed)
    {
        // Asked for only where there is a link that leads anywhere; its number was given out at the latest when it was listed.
        Lazy<HashSet<int>> numbers = new(() => [.. connection.NamespaceIds.Find(removed).OfType<int>()]);
        Delete(connection, link => numbers.Value.Contains(link.LinkNamespaceId!.Value));
    }
}

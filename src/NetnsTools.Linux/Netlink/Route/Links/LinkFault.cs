using System.Globalization;

namespace NetnsTools.Linux.Route;

/// <summary>Refusals that more than one operation has to word.</summary>
internal static class LinkFault
{
    /// <summary>The name is taken, and where.</summary>
    public static NetworkException Taken(string name, string? place, KernelException? cause = null) => new(
        FaultKind.AlreadyExists,
        ObjectKind.Link,
        $"A link '{name}' already exists in {PlaceText.Of(place)}. Remove it or choose another name.",
        cause,
        name);

    /// <summary>The kernel would only say that it does not support it.</summary>
    public static void RefuseLoopback(Link link, string? place, string verb)
    {
        if ((link.Flags & LinkFlags.Loopback) != 0)
        {
            throw new NetworkException(
                FaultKind.NotSupported,
                ObjectKind.Link,
                $"Link '{link.Name}' in {PlaceText.Of(place)} cannot be {verb}: each namespace has its loopback as long as it lives. It can be switched off.",
                null,
                link.Name);
        }
    }

    /// <summary>What the kernel does not say of an MTU that the link does not take; null for one that it does.</summary>
    public static string? MtuBounds(Link link, int? mtu) => mtu < link.MinimumMtu || (mtu > link.MaximumMtu && link.MaximumMtu > 0)
        ? string.Create(CultureInfo.InvariantCulture, $"Its MTU is between {link.MinimumMtu} and {link.MaximumMtu} bytes.")
        : null;
}

using System.Linq;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Links and addresses of a place in words, without what is another each time, to be compared.</summary>
internal static class LinkWords
{
    /// <summary>A line each.</summary>
    public static string Of(RouteConnection route)
    {
        RouteTables tables = RouteTables.Read(route);
        return string.Join('\n', tables.Links.Select(link => Of(tables, link)));
    }

    private static string Of(RouteTables tables, Link link)
    {
        string addresses = string.Join(
            ' ', tables.AddressesOf(link).Select(static one => one.Address).Where(static address => !address.IsIPv6LinkLocal));
        return $"{link.Name} {(link.IsUp ? "up" : "down")} {addresses} mtu {link.Mtu} group {link.Group} alias {link.Alias}";
    }
}

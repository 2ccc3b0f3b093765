using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using NetnsTools.Linux;

namespace NetnsTools.Sessions;

/// <summary>Finds out which address is meant.</summary>
internal static class PingTarget
{
    /// <summary>Reads an address; a link-local one with the interface of the sending namespace: <c>fe80::1%veth-1</c>.</summary>
    /// <param name="session">The sending namespace.</param>
    /// <param name="text">The address.</param>
    /// <param name="over">The interface of a link-local one that names none.</param>
    /// <exception cref="NetworkException">It is no address, or there is no such interface.</exception>
    public static IPAddress Parse(NamespaceSession session, string text, int? over = null)
    {
        int percent = text.IndexOf('%', StringComparison.Ordinal);
        string bare = percent < 0 ? text : text[..percent];
        // With a prefix length it would be an interface's address, not a target.
        if (bare.Contains('/', StringComparison.Ordinal) || !AddressPrefix.TryParse(bare, out AddressPrefix? parsed))
        {
            throw new NetworkException(
                FaultKind.InvalidInput, ObjectKind.Address, $"'{text}' is not an IP address to ping; write 10.0.0.20, fd00:1::20 or fe80::1%veth-1.");
        }

        IPAddress address = parsed.Address;
        if (percent >= 0)
        {
            address.ScopeId = Zone(session, text[(percent + 1)..]);
        }
        else if (address.IsIPv6LinkLocal && over is { } index)
        {
            address.ScopeId = index;
        }
        else if (address.IsIPv6LinkLocal)
        {
            throw new NetworkException(
                FaultKind.InvalidInput, ObjectKind.Address, $"'{text}' is a link-local address: say over which interface, as in {text}%veth-1.");
        }

        return address;
    }

    /// <summary>The address of the other end to ping: the first usable one that shares a network with ours, IPv4 before IPv6.</summary>
    /// <exception cref="NetworkException">It has none.</exception>
    public static IPAddress OfPeer(NetnsLink from, NetnsLink to, AddressFamily? family)
    {
        NetnsAddress[] usable = [.. to.Addresses
            .Where(address => address.IsUsable && (family is null || address.Address.AddressFamily == family))
            .OrderBy(static address => address.AddressFamily)];
        NetnsAddress? chosen = usable.FirstOrDefault(address => IsNear(from, address) && !address.Address.IsIPv6LinkLocal)
            ?? usable.FirstOrDefault(static address => !address.Address.IsIPv6LinkLocal)
            ?? usable.FirstOrDefault();
        if (chosen is null)
        {
            string kind = family switch { AddressFamily.InterNetwork => "IPv4 ", AddressFamily.InterNetworkV6 => "IPv6 ", _ => string.Empty };
            throw new NetworkException(
                FaultKind.NotFound,
                ObjectKind.Address,
                $"Link '{to.Name}' in {PlaceText.Of(to.Namespace)} has no usable {kind}address to ping. Give it one with Set-VethAddress.");
        }

        if (from.Addresses.Any(own => own.Address.Equals(chosen.Address)))
        {
            throw new NetworkException(
                FaultKind.InvalidInput,
                ObjectKind.Address,
                $"Both ends have {chosen.Address}: an echo to it would not leave {PlaceText.Of(from.Namespace)}. Give each an address of its own, or say what to ping with -Destination.");
        }

        return chosen.Address.IsIPv6LinkLocal ? new IPAddress(chosen.Address.GetAddressBytes(), from.InterfaceIndex) : chosen.Address;
    }

    private static bool IsNear(NetnsLink from, NetnsAddress address) =>
        from.Addresses.Any(own => new AddressPrefix(own.Address, own.PrefixLength).Contains(address.Address));

    private static long Zone(NamespaceSession session, string zone) =>
        int.TryParse(zone, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : session.Route.Links.Get(zone).Index;
}

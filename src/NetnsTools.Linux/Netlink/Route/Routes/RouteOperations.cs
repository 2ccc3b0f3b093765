using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>Routing tables of one namespace: read.</summary>
public sealed class RouteOperations
{
    /// <summary>The number of the <c>main</c> table.</summary>
    public const uint MainTable = 254; // RT_TABLE_MAIN

    private readonly NetlinkClient _client;
    private readonly string? _label;

    internal RouteOperations(NetlinkClient client, string? label)
    {
        _client = client;
        _label = label;
    }

    /// <summary>The routes of one table.</summary>
    /// <param name="family">Only IPv4 or only IPv6; null for both.</param>
    /// <param name="table">The table's number; null for all tables.</param>
    public IReadOnlyList<RouteEntry> List(AddressFamily? family = null, uint? table = MainTable)
    {
        NetlinkRequest request = new NetlinkRequest(RouteMessageType.GetRoute, NetlinkFlags.None)
            .Header(new RouteHeader { Family = AddressBytes.Family(family) });
        List<RouteEntry> routes = _client.Dump(request, Words("list routes"), RouteDecoder.Decode);
        _ = routes.RemoveAll(route => (table is { } number && route.Table != number) || (family is { } one && route.Family != one));
        return routes;
    }

    /// <summary>The route that a packet to an address would take now, or null where there is none.</summary>
    /// <exception cref="KernelException">The kernel refused for another reason than a missing route.</exception>
    public RouteEntry? Lookup(IPAddress destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        byte[] bytes = destination.GetAddressBytes();
        Operation operation = Words("find the route to", destination.ToString());
        NetlinkRequest request = new NetlinkRequest(RouteMessageType.GetRoute, NetlinkFlags.None)
            .Header(new RouteHeader
            {
                Family = AddressBytes.Family(destination),
                DestinationLength = (byte)(bytes.Length * 8),
                // Else IPv4 answers "main" whatever the table was; IPv6 says the true one and knows no flag.
                Flags = destination.AddressFamily == AddressFamily.InterNetwork ? RouteAttribute.LookupTable : 0,
            })
            .Attribute(RouteAttribute.Destination, bytes);
        RouteEntry? route = _client.TryQuery(request, operation, RouteDecoder.Decode, out NetlinkVerdict verdict);
        if (verdict.Errno is not (Errno.NetworkUnreachable or Errno.HostUnreachable))
        {
            verdict.ThrowIfFailed(operation);
        }

        // IPv6 answers with an entry of type "unreachable" instead of an error.
        return route is { Type: RouteType.Unreachable } ? null : route;
    }

    private Operation Words(string verb, string? name = null) => new(ObjectKind.Route, verb, name, _label);
}

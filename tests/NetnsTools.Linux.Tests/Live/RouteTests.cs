using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Routes listed and looked up.</summary>
public sealed class RouteTests : IDisposable
{
    private const uint LocalTable = 255; // RT_TABLE_LOCAL

    private readonly TestNetwork _network = new();
    private readonly Lazy<(Place Place, Link Link)> _pair;

    public RouteTests() => _pair = new Lazy<(Place Place, Link Link)>(MakePair);

    private RouteOperations Routes => _pair.Value.Place.Route.Routes;

    private Link Link => _pair.Value.Link;

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void The_main_table_has_the_networks_of_the_addresses()
    {
        RouteEntry route = Assert.Single(Routes.List(AddressFamily.InterNetwork));

        Assert.Equal(
            new RouteEntry
            {
                Family = AddressFamily.InterNetwork,
                Destination = IPAddress.Parse("10.0.0.0"),
                PrefixLength = 16,
                LinkIndex = Link.Index,
                PreferredSource = IPAddress.Parse("10.0.0.10"),
                Table = RouteOperations.MainTable,
                Type = RouteType.Unicast,
                Scope = AddressScope.Link,
                Protocol = 2, // RTPROT_KERNEL
            },
            route);
        Assert.Contains(
            Routes.List(AddressFamily.InterNetworkV6),
            static entry => entry.Destination.Equals(IPAddress.Parse("fd00:1::")) && entry.PrefixLength == 64);
    }

    [RootFact]
    public void Other_tables_are_there_when_asked_for()
    {
        Assert.All(Routes.List(), static route => Assert.Equal(RouteOperations.MainTable, route.Table));
        Assert.Contains(
            Routes.List(AddressFamily.InterNetwork, LocalTable),
            static route => route.Type == RouteType.Local && route.Destination.Equals(IPAddress.Parse("10.0.0.10")));
        uint[] tables = [.. Routes.List(table: null).Select(static route => route.Table).Distinct().Order()];
        Assert.Equal([RouteOperations.MainTable, LocalTable], tables);
        AddressFamily[] families = [.. Routes.List(table: null).Select(static route => route.Family).Distinct().Order()];
        Assert.Equal([AddressFamily.InterNetwork, AddressFamily.InterNetworkV6], families);
    }

    [RootFact]
    public void A_neighbour_is_reached_over_the_link_from_the_address_on_it()
    {
        RouteEntry? ipv4 = Routes.Lookup(IPAddress.Parse("10.0.0.20"));
        RouteEntry? ipv6 = Routes.Lookup(IPAddress.Parse("fd00:1::20"));

        Assert.Equal((Link.Index, IPAddress.Parse("10.0.0.10")), (ipv4?.LinkIndex, ipv4?.PreferredSource));
        Assert.Null(ipv4?.Gateway);
        Assert.Equal((Link.Index, IPAddress.Parse("fd00:1::10")), (ipv6?.LinkIndex, ipv6?.PreferredSource));
    }

    [RootFact]
    public void The_own_address_is_local()
    {
        RouteEntry? ipv4 = Routes.Lookup(IPAddress.Parse("10.0.0.10"));

        // IPv4 keeps the local and the main table in one while there are no rules, and says "main" for both.
        Assert.Equal((RouteType.Local, IPAddress.Parse("10.0.0.10")), (ipv4?.Type, ipv4?.PreferredSource));
    }

    [RootFact]
    public void The_own_IPv6_address_is_local_as_soon_as_the_kernels_work_queue_has_run()
    {
        // Up to tens of milliseconds after the address was added, even without duplicate detection.
        RouteEntry? route = null;
        Deadline.Until(
            "the address is local",
            () => (route = Routes.Lookup(IPAddress.Parse("fd00:1::10"))) is { Type: RouteType.Local });

        Assert.Equal((LocalTable, 128), (route?.Table, route?.PrefixLength));
    }

    [RootFact]
    public void Where_there_is_no_route_there_is_none()
    {
        Assert.Null(Routes.Lookup(IPAddress.Parse("192.0.2.1")));
        Assert.Null(Routes.Lookup(IPAddress.Parse("2001:db8::1")));
    }

    [RootFact]
    public async Task A_default_route_and_its_gateway_are_seen()
    {
        string name = _pair.Value.Place.Name;
        _ = await Ip.Run("-n", name, "route", "add", "default", "via", "10.0.0.1", "metric", "77");
        _ = await Ip.Run("-n", name, "-6", "route", "add", "default", "via", "fd00:1::1");

        IReadOnlyList<RouteEntry> routes = Routes.List(AddressFamily.InterNetwork);
        RouteEntry byDefault = Assert.Single(routes, static route => route.PrefixLength == 0);
        Assert.Equal(IPAddress.Any, byDefault.Destination);
        Assert.Equal((IPAddress.Parse("10.0.0.1"), 77u), (byDefault.Gateway, byDefault.Metric));
        Assert.Equal(IPAddress.Parse("10.0.0.1"), Routes.Lookup(IPAddress.Parse("192.0.2.1"))?.Gateway);
        Assert.Equal(IPAddress.Parse("fd00:1::1"), Routes.Lookup(IPAddress.Parse("2001:db8::1"))?.Gateway);
    }

    [RootFact]
    public async Task Unreachable_is_no_route_and_prohibited_is_an_error()
    {
        string name = _pair.Value.Place.Name;
        _ = await Ip.Run("-n", name, "route", "add", "unreachable", "192.0.2.0/24");
        _ = await Ip.Run("-n", name, "-6", "route", "add", "unreachable", "2001:db8::/64");
        _ = await Ip.Run("-n", name, "route", "add", "prohibit", "198.51.100.0/24");

        Assert.Null(Routes.Lookup(IPAddress.Parse("192.0.2.1")));
        Assert.Null(Routes.Lookup(IPAddress.Parse("2001:db8::1")));
        KernelException exception = Assert.Throws<KernelException>(() => Routes.Lookup(IPAddress.Parse("198.51.100.1")));
        Assert.Equal((ObjectKind.Route, Errno.AccessDenied), (exception.Subject, exception.Errno));
    }

    [RootFact]
    public async Task A_table_with_a_number_over_255_is_listed_by_it()
    {
        _ = await Ip.Run("-n", _pair.Value.Place.Name, "route", "add", "192.0.2.0/24", "via", "10.0.0.1", "table", "1000");

        RouteEntry route = Assert.Single(Routes.List(table: 1000));

        Assert.Equal(IPAddress.Parse("192.0.2.0"), route.Destination);
        Assert.DoesNotContain(Routes.List(), static entry => entry.Table == 1000);
    }

    [RootFact]
    public async Task A_looked_up_route_names_the_table_that_a_rule_led_to()
    {
        string name = _pair.Value.Place.Name;
        _ = await Ip.Run("-n", name, "route", "add", "192.0.2.0/24", "via", "10.0.0.1", "table", "1000");
        _ = await Ip.Run("-n", name, "rule", "add", "to", "192.0.2.0/24", "table", "1000");

        Assert.Equal(1000u, Routes.Lookup(IPAddress.Parse("192.0.2.1"))?.Table);
        Assert.Equal(RouteOperations.MainTable, Routes.Lookup(IPAddress.Parse("10.0.0.20"))?.Table);
    }

    private (Place Place, Link Link) MakePair()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (Link link, Link peer) = _network.CreatePair(left, right);
        right.Route.Links.Change(peer, new LinkChange { Up = true });
        left.Route.Links.Change(link, new LinkChange { Up = true });
        left.Route.Addresses.Add(link, AddressPrefix.Parse("10.0.0.10/16"));
        left.Route.Addresses.Add(link, AddressPrefix.Parse("fd00:1::10/64"), AddressFlags.NoDuplicateDetection);
        return (left, link);
    }
}

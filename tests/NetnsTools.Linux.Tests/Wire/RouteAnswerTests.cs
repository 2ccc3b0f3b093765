using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>The kernel's descriptions of routes, every property of ours.</summary>
public sealed class RouteAnswerTests
{
    private const byte FromKernel = 2; // RTPROT_KERNEL
    private const byte FromBoot = 3; // RTPROT_BOOT: what ip writes without a word about it

    [Fact]
    public void A_dump_of_all_tables_gives_IPv4_first_then_IPv6()
    {
        RouteEntry[] ipv4 =
        [
            Entry(IPAddress.Any, 0, 254, RouteType.Unicast, AddressScope.Global) with { Gateway = IPAddress.Parse("10.0.0.1"), Protocol = FromBoot },
            Entry(IPAddress.Parse("10.0.0.0"), 16, 254, RouteType.Unicast, AddressScope.Link) with { PreferredSource = Source },
            Entry(Source, 32, 255, RouteType.Local, AddressScope.Host) with { PreferredSource = Source },
            Entry(IPAddress.Parse("10.0.255.255"), 32, 255, RouteType.Broadcast, AddressScope.Link) with { PreferredSource = Source },
        ];
        RouteEntry[] ipv6 =
        [
            Entry(IPAddress.Parse("fd00:1::"), 64, 254, RouteType.Unicast, AddressScope.Global) with { Metric = 256 },
            Entry(IPAddress.Parse("fe80::"), 64, 254, RouteType.Unicast, AddressScope.Global) with { Metric = 256 },
            Entry(IPAddress.Parse("fe80::ff:fe00:11"), 128, 255, RouteType.Local, AddressScope.Global),
            Entry(IPAddress.Parse("ff00::"), 8, 255, RouteType.Multicast, AddressScope.Global) with { Metric = 256 },
        ];

        Assert.Equal([.. ipv4, .. ipv6], Read("route-dump.answer"));
    }

    [Fact]
    public void A_looked_up_route_on_the_link_has_a_source_and_no_gateway() =>
        Assert.Equal(
            Entry(IPAddress.Parse("10.0.0.20"), 32, 254, RouteType.Unicast, AddressScope.Global) with
            {
                PreferredSource = Source,
                Protocol = 0,
            },
            Assert.Single(Read("route-get-ipv4.answer")));

    [Fact]
    public void A_looked_up_route_through_a_gateway_names_it() =>
        Assert.Equal(
            Entry(IPAddress.Parse("192.0.2.1"), 32, 254, RouteType.Unicast, AddressScope.Global) with
            {
                PreferredSource = Source,
                Gateway = IPAddress.Parse("10.0.0.1"),
                Protocol = 0,
            },
            Assert.Single(Read("route-get-ipv4-gateway.answer")));

    [Fact]
    public void A_looked_up_IPv6_route_has_its_metric() =>
        Assert.Equal(
            Entry(IPAddress.Parse("fd00:1::20"), 128, 254, RouteType.Unicast, AddressScope.Global) with
            {
                PreferredSource = IPAddress.Parse("fe80::ff:fe00:11"),
                Metric = 256,
            },
            Assert.Single(Read("route-get-ipv6.answer")));

    [Fact]
    public void A_table_over_255_comes_from_the_attribute_and_no_carrier_from_the_flag()
    {
        byte[] datagram = Datagram.Message(
            RouteMessageType.NewRoute,
            Netlink.NetlinkFlags.None,
            1,
            1,
            [2, 24, 0, 0, 252, 4, 0, 1, 16, 0, 0, 0], // AF_INET, /24, RT_TABLE_COMPAT, RTPROT_STATIC, RTN_UNICAST, RTNH_F_LINKDOWN
            Datagram.Attribute(RouteAttribute.Destination, 10, 1, 2, 0),
            Datagram.Attribute(RouteAttribute.Table, Datagram.Number(1000)));

        RouteEntry route = Assert.Single(Datagram.Decode(datagram, RouteDecoder.Decode));
        Assert.Equal(1000u, route.Table);
        Assert.True(route.IsLinkDown);
        Assert.Null(route.LinkIndex);
    }

    [Fact]
    public void Families_that_are_not_IP_are_left_out()
    {
        byte[] multicast = new byte[12];
        multicast[0] = 128; // RTNL_FAMILY_IPMR

        byte[] datagram = Datagram.Message(RouteMessageType.NewRoute, Netlink.NetlinkFlags.None, 1, 1, multicast);

        Assert.Empty(Datagram.Decode(datagram, RouteDecoder.Decode));
    }

    private static IPAddress Source => IPAddress.Parse("10.0.0.10");

    private static RouteEntry Entry(IPAddress destination, int length, uint table, RouteType type, AddressScope scope) => new()
    {
        Family = destination.AddressFamily == AddressFamily.InterNetwork ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6,
        Destination = destination,
        PrefixLength = length,
        Table = table,
        Type = type,
        Scope = scope,
        LinkIndex = 2,
        Protocol = FromKernel,
    };

    private static List<RouteEntry> Read(string golden) => Datagram.Decode(GoldenFile.Read(golden), RouteDecoder.Decode);
}

using System;
using System.Net;
using System.Threading.Tasks;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Route;
using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Places with addresses, between which echoes go.</summary>
internal static class EchoPlaces
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    /// <summary>Echoes one after the other as fast as they are answered, with patience.</summary>
    public static EchoOptions Options(string destination, int? count) => new()
    {
        Destination = IPAddress.Parse(destination),
        Count = count,
        Interval = TimeSpan.Zero,
        Timeout = Long,
    };

    /// <summary>10.9.1.1 and fd09:1::1 on the left, 10.9.1.2 and fd09:1::2 on the right, ready.</summary>
    public static (Place Left, Place Right) CreateNeighbours(this TestNetwork network)
    {
        Place left = network.CreatePlace();
        Place right = network.CreatePlace();
        network.Join(left, right, 1);
        return (left, right);
    }

    /// <summary>A sender, 10.9.1.1, behind a router, 10.9.1.2 and 10.9.2.1, to a target, 10.9.2.2; fd09:… likewise.</summary>
    /// <remarks>
    /// The router knows 10.9.4.0/24 as prohibited and 10.9.5.0/24 as unreachable, nothing of 10.9.6.0/24, and has an MTU of
    /// 1280 on the way to the target. It may report as many errors as it likes.
    /// </remarks>
    public static async Task<(Place Sender, Place Router, Place Target)> CreateRouted(this TestNetwork network)
    {
        Place sender = network.CreatePlace();
        Place router = network.CreatePlace();
        Place target = network.CreatePlace();
        network.Join(sender, router, 1);
        network.Join(router, target, 2, 1280);
        await Write(router, "ipv4/ip_forward", 1);
        await Write(router, "ipv6/conf/all/forwarding", 1);
        await Write(router, "ipv4/icmp_ratelimit", 0);
        await Write(router, "ipv6/icmp/ratelimit", 0);
        await Ip.Run("-n", sender.Name, "route", "add", "default", "via", "10.9.1.2");
        await Ip.Run("-n", sender.Name, "route", "add", "default", "via", "fd09:1::2");
        await Ip.Run("-n", target.Name, "route", "add", "default", "via", "10.9.2.1");
        await Ip.Run("-n", target.Name, "route", "add", "default", "via", "fd09:2::1");
        await Ip.Run("-n", router.Name, "route", "add", "prohibit", "10.9.4.0/24");
        await Ip.Run("-n", router.Name, "route", "add", "prohibit", "fd09:4::/64");
        await Ip.Run("-n", router.Name, "route", "add", "unreachable", "10.9.5.0/24");
        return (sender, router, target);
    }

    /// <summary>Sets a value below <c>/proc/sys/net</c> inside.</summary>
    public static Task Write(Place place, string setting, int value) =>
        Ip.Run("netns", "exec", place.Name, "sh", "-c", $"echo {value} > /proc/sys/net/{setting}");

    private static void Join(this TestNetwork network, Place left, Place right, int net, int mtu = 1500)
    {
        (Link leftEnd, Link rightEnd) = network.CreatePair(left, right);
        Prepare(left, leftEnd, net, 1, mtu);
        Prepare(right, rightEnd, net, 2, mtu);
        AwaitReady(left, leftEnd, net, 1);
        AwaitReady(right, rightEnd, net, 2);
    }

    private static void Prepare(Place place, Link link, int net, int host, int mtu)
    {
        place.Route.Links.Change(link, new LinkChange { Mtu = mtu });
        place.Route.Addresses.Add(link, AddressPrefix.Parse($"10.9.{net}.{host}/24"));
        place.Route.Addresses.Add(link, AddressPrefix.Parse($"fd09:{net}::{host}/64"), AddressFlags.NoDuplicateDetection);
        place.Route.Links.Change(link, new LinkChange { Up = true });
    }

    private static void AwaitReady(Place place, Link link, int net, int host)
    {
        using StopSignal stop = new();
        _ = LinkSettling.Settle(place.Route, link, Long, stop);
        Deadline.Until("IPv6 is local", () => place.Route.Routes.Lookup(IPAddress.Parse($"fd09:{net}::{host}")) is { Type: RouteType.Local });
        Assert.NotNull(place.Route.Routes.Lookup(IPAddress.Parse($"10.9.{net}.{host}")));
    }
}

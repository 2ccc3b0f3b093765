using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Several changes of one link: all of them, or the link is as it was.</summary>
public sealed class LinkTransactionTests : IDisposable
{
    private static readonly LinkChange All = new()
    {
        Name = "changed",
        Mtu = 1300,
        MacAddress = MacAddress.Parse("02:00:00:00:00:11"),
        Alias = "other words",
        QueueLength = 500,
        Group = 7,
        Up = true,
        Promiscuous = true,
        Arp = false,
    };

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void All_changes_are_made_and_the_link_is_given_as_it_is_then()
    {
        (Place left, _, Link end) = Pair();

        Link now = LinkTransaction.Change(left.Route, end, All);

        Assert.Equal(Facts(left.Route.Links.Get(end.Index)), Facts(now));
        Assert.Equal(
            ("changed", 1300, All.MacAddress, "other words", 500, 7u, LinkFlags.Up | LinkFlags.Promiscuous | LinkFlags.NoArp),
            Facts(now));
    }

    [RootFact]
    public void Where_the_kernel_refuses_a_part_those_before_it_are_taken_back()
    {
        (Place left, _, Link end) = Pair();
        left.Route.Links.Change(end, new LinkChange { Alias = "words", Group = 3, Up = true });
        end = left.Route.Links.Get(end.Index);

        // In the kernel's order: address, MTU, group, name, alias.
        foreach ((LinkChange change, Errno errno) in ((LinkChange, Errno)[])
        [
            (All with { Mtu = 70000 }, Errno.InvalidArgument),
            (All with { Name = "lo" }, Errno.Exists),
        ])
        {
            KernelException exception = Assert.Throws<KernelException>(() => LinkTransaction.Change(left.Route, end, change));
            Assert.Equal(errno, exception.Errno);
            Assert.Equal(Facts(end), Facts(left.Route.Links.Get(end.Index)));
        }
    }

    [RootFact]
    public void Whatever_had_been_done_before_the_refusal_is_taken_back()
    {
        foreach (LinkChange before in (LinkChange[])
        [
            new LinkChange { Mtu = 1400 },
            new LinkChange { Alias = "words", Group = 3, QueueLength = 900, Up = true },
            new LinkChange { Promiscuous = true, Arp = false },
        ])
        {
            (Place left, _, Link end) = Pair();
            left.Route.Links.Change(end, before);
            end = left.Route.Links.Get(end.Index);
            using RouteConnection refusing = Refusing(left, isDone: true);

            KernelException exception = Assert.Throws<KernelException>(() => LinkTransaction.Change(refusing, end, All));

            Assert.Equal(Errno.NetworkDown, exception.Errno);
            Assert.Equal(Facts(end), Facts(left.Route.Links.Get(end.Index)));
        }
    }

    [RootFact]
    public void A_link_that_is_gone_is_told_as_missing_and_nothing_else_happens()
    {
        (Place left, _, Link end) = Pair();
        left.Route.Links.Delete(end);

        KernelException exception = Assert.Throws<KernelException>(() => LinkTransaction.Change(left.Route, end, All));

        Assert.Equal((FaultKind.NotFound, Errno.NoSuchDevice), (exception.Fault, exception.Errno));
        Assert.StartsWith($"Cannot change link '{end.Name}' in namespace '{left.Name}'", exception.Message, StringComparison.Ordinal);
    }

    [RootFact]
    public void A_move_takes_the_changes_along()
    {
        (Place left, Place right, Link end) = Pair();

        Link moved = LinkTransaction.Move((left.Route, left.Handle), (right.Route, right.Handle), end, All with { Up = null });

        Assert.Null(left.Route.Links.Find(end.Index));
        Assert.Equal(
            ("changed", 1300, All.MacAddress, "other words", 500, 7u, LinkFlags.Promiscuous | LinkFlags.NoArp), Facts(moved));
        Assert.Equal(Facts(right.Route.Links.Get("changed")), Facts(moved));
    }

    [RootFact]
    public void A_moved_link_is_off_unless_it_is_asked_to_be_on()
    {
        (Place left, Place right, Link end) = Pair();
        left.Route.Links.Change(end, new LinkChange { Up = true });
        end = left.Route.Links.Get(end.Index);

        Link there = LinkTransaction.Move((left.Route, left.Handle), (right.Route, right.Handle), end, new LinkChange());
        Assert.False(there.IsUp);
        Link back = LinkTransaction.Move((right.Route, right.Handle), (left.Route, left.Handle), there, new LinkChange { Up = true });

        Assert.True(back.IsUp);
        Assert.Equal(end.Name, back.Name);
    }

    [RootFact]
    public void A_name_that_is_taken_over_there_is_refused_before_anything_is_changed()
    {
        (Place left, Place right, Link end) = Pair();
        List<string> requests = [];
        left.Route.Trace = requests.Add;

        NetworkException exception = Assert.Throws<NetworkException>(
            () => LinkTransaction.Move((left.Route, left.Handle), (right.Route, right.Handle), end, All with { Name = "lo" }));

        Assert.Equal((FaultKind.AlreadyExists, ObjectKind.Link), (exception.Fault, exception.Subject));
        Assert.StartsWith($"A link 'lo' already exists in namespace '{right.Name}'.", exception.Message, StringComparison.Ordinal);
        Assert.Empty(requests);
        Assert.Equal(Facts(end), Facts(left.Route.Links.Get(end.Index)));
    }

    [RootFact]
    public void A_refused_part_stops_the_move_and_the_link_is_as_it_was()
    {
        (Place left, Place right, Link end) = Pair();

        KernelException exception = Assert.Throws<KernelException>(
            () => LinkTransaction.Move((left.Route, left.Handle), (right.Route, right.Handle), end, All with { Mtu = 70000 }));

        Assert.Equal("mtu greater than device maximum", exception.KernelMessage);
        Assert.Equal(Facts(end), Facts(left.Route.Links.Get(end.Index)));
        Assert.Null(right.Route.Links.Find("changed"));
    }

    [RootFact]
    public async Task A_link_that_cannot_move_gets_back_what_was_changed_first()
    {
        (Place left, Place right, _) = Pair();
        _ = await Ip.Run("-n", left.Name, "link", "add", "br-1", "up", "type", "bridge");
        Link bridge = left.Route.Links.Get("br-1");
        LinkChange change = new() { Name = "other", Mtu = 60000, Group = 7, Alias = "words", Up = false };

        KernelException exception = Assert.Throws<KernelException>(
            () => LinkTransaction.Move((left.Route, left.Handle), (right.Route, right.Handle), bridge, change));

        Assert.Contains("the link 'br-1'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(Facts(bridge), Facts(left.Route.Links.Get("br-1")));
    }

    [RootFact]
    public void A_link_that_cannot_be_switched_on_over_there_is_moved_back_as_it_was()
    {
        (Place left, Place right, Link end) = Pair();
        left.Route.Links.Change(end, new LinkChange { Up = true, Alias = "words", Mtu = 1400, Group = 3 });
        end = left.Route.Links.Get(end.Index);
        using RouteConnection refusing = Refusing(right, isDone: false);

        KernelException exception = Assert.Throws<KernelException>(
            () => LinkTransaction.Move((left.Route, left.Handle), (refusing, right.Handle), end, All));

        Assert.Equal((Errno.NetworkDown, right.Name, "changed"), (exception.Errno, exception.Namespace, exception.ObjectName));
        Assert.Equal(Facts(end), Facts(left.Route.Links.Get(end.Name)));
        Assert.Null(left.Route.Links.Find("changed"));
        Assert.Null(right.Route.Links.Find("changed"));
        Assert.Null(right.Route.Links.Find(end.Name));
    }

    private const LinkFlags Ours = LinkFlags.Up | LinkFlags.Promiscuous | LinkFlags.NoArp;

    private static (string Name, int Mtu, MacAddress? Mac, string? Alias, int QueueLength, uint Group, LinkFlags Flags) Facts(Link link) =>
        (link.Name, link.Mtu, link.MacAddress, link.Alias, link.QueueLength, link.Group, link.Flags & Ours);

    // The first request that switches a link on.
    private static RouteConnection Refusing(Place place, bool isDone) => new(
        new NetlinkClient(new RefusingTransport(place.Handle)
        {
            IsDone = isDone,
            Refuse = static (type, header) => type == RouteMessageType.SetLink && (header.Flags & header.Change & (uint)LinkFlags.Up) != 0,
        }),
        place.Name);

    private (Place Left, Place Right, Link End) Pair()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        return (left, right, _network.CreatePair(left, right).Left);
    }
}

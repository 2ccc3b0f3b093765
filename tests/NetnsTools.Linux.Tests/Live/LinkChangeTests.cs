using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Links looked up, changed, moved and deleted.</summary>
public sealed class LinkChangeTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void A_link_is_found_by_index_and_by_name_and_a_missing_one_is_not()
    {
        (Place left, _, Link end, _) = Pair();

        Assert.Equal(end.Name, left.Route.Links.Get(end.Index).Name);
        Assert.Equal(end.Index, left.Route.Links.Find(end.Name)?.Index);
        Assert.Null(left.Route.Links.Find("nix"));
        Assert.Null(left.Route.Links.Find(9999));
        KernelException exception = Assert.Throws<KernelException>(() => left.Route.Links.Get("nix"));
        Assert.Equal((FaultKind.NotFound, Errno.NoSuchDevice), (exception.Fault, exception.Errno));
        Assert.Equal(
            $"Cannot read link 'nix' in namespace '{left.Name}': No such device (ENODEV). No link there has that name: each namespace has its own, and case counts.",
            exception.Message);
    }

    [RootFact]
    public void Many_things_change_in_one_request()
    {
        (Place left, _, Link end, _) = Pair();
        LinkChange change = new()
        {
            MacAddress = MacAddress.Parse("02:00:00:00:00:11"),
            Mtu = 1300,
            QueueLength = 500,
            Group = 7,
            Alias = "left end",
            Promiscuous = true,
            Arp = false,
            Up = true,
        };

        left.Route.Links.Change(end, change);

        Link now = left.Route.Links.Get(end.Index);
        Assert.Equal((change.MacAddress, 1300, 500, 7u, "left end"), (now.MacAddress, now.Mtu, now.QueueLength, now.Group, now.Alias));
        const LinkFlags Set = LinkFlags.Up | LinkFlags.Promiscuous | LinkFlags.NoArp;
        Assert.Equal(Set, now.Flags & Set);

        left.Route.Links.Change(now, new LinkChange { Up = false, Promiscuous = false, Arp = true, Alias = string.Empty });

        now = left.Route.Links.Get(end.Index);
        Assert.Equal(LinkFlags.None, now.Flags & Set);
        Assert.Null(now.Alias);
        Assert.Equal(1300, now.Mtu);
    }

    [RootFact]
    public void No_change_asks_the_kernel_nothing()
    {
        (Place left, _, Link end, _) = Pair();
        List<string> requests = [];
        left.Route.Trace = requests.Add;

        left.Route.Links.Change(end, new LinkChange());

        Assert.True(new LinkChange().IsEmpty);
        Assert.Empty(requests);
    }

    [RootFact]
    public void An_alias_of_255_bytes_is_taken_and_one_of_256_refused()
    {
        (Place left, _, Link end, _) = Pair();

        left.Route.Links.Change(end, new LinkChange { Alias = new string('x', 255) });

        Assert.Equal(new string('x', 255), left.Route.Links.Get(end.Index).Alias);
        KernelException exception = Assert.Throws<KernelException>(
            () => left.Route.Links.Change(end, new LinkChange { Alias = new string('x', 256) }));
        Assert.Equal(FaultKind.InvalidInput, exception.Fault);
    }

    [RootFact]
    public void A_link_is_renamed_and_a_taken_name_is_refused()
    {
        (Place left, _, Link end, _) = Pair();

        left.Route.Links.Change(end, new LinkChange { Name = "veth-9" });

        Assert.Equal("veth-9", left.Route.Links.Get(end.Index).Name);
        Assert.Null(left.Route.Links.Find(end.Name));
        KernelException exception = Assert.Throws<KernelException>(() => left.Route.Links.Change(end, new LinkChange { Name = "lo" }));
        Assert.Equal(FaultKind.AlreadyExists, exception.Fault);
    }

    [RootFact]
    public void A_refusal_carries_the_kernels_own_words()
    {
        (Place left, _, Link end, _) = Pair();

        KernelException exception = Assert.Throws<KernelException>(() => left.Route.Links.Change(end, new LinkChange { Mtu = 70000 }));

        Assert.Equal("mtu greater than device maximum", exception.KernelMessage);
        Assert.Equal(
            $"Cannot change link '{end.Name}' in namespace '{left.Name}': mtu greater than device maximum: Invalid argument (EINVAL). Its MTU is between 68 and 65535 bytes.",
            exception.Message);
    }

    [RootFact]
    public void A_moved_link_leaves_its_place_and_arrives_switched_off_under_its_new_name()
    {
        (Place left, Place right, Link end, Link other) = Pair();
        left.Route.Links.Change(end, new LinkChange { Up = true });

        left.Route.Links.Move(end, right.Handle, "veth-9");

        Assert.Null(left.Route.Links.Find(end.Index));
        Link arrived = right.Route.Links.Get("veth-9");
        Assert.False(arrived.IsUp);
        Assert.Equal(end.MacAddress, arrived.MacAddress);
        Assert.Equal(other.Index, arrived.LinkIndex);
        // The peer is now in the same namespace.
        Assert.Null(arrived.LinkNamespaceId);
        Assert.Equal(arrived.Index, right.Route.Links.Get(other.Index).LinkIndex);
    }

    [RootFact]
    public void A_move_to_where_the_name_is_taken_is_refused_and_the_link_stays()
    {
        (Place left, Place right, Link end, Link other) = Pair();
        left.Route.Links.Change(end, new LinkChange { Name = other.Name });

        KernelException exception = Assert.Throws<KernelException>(() => left.Route.Links.Move(end, right.Handle));

        Assert.Equal(FaultKind.AlreadyExists, exception.Fault);
        Assert.Contains($"move to namespace '{right.Name}' the link '{end.Name}'", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(left.Route.Links.Find(end.Index));
    }

    [RootFact]
    public void Loopback_can_neither_be_moved_nor_deleted()
    {
        (Place left, Place right, _, _) = Pair();
        Link loopback = left.Route.Links.Get("lo");

        Assert.Equal(Errno.InvalidArgument, Assert.Throws<KernelException>(() => left.Route.Links.Move(loopback, right.Handle)).Errno);
        Assert.Equal(FaultKind.NotSupported, Assert.Throws<NetworkException>(() => left.Route.Links.Delete(loopback)).Fault);
    }

    [RootFact]
    public void Deleting_one_end_deletes_both_and_frees_the_names_at_once()
    {
        (Place left, Place right, Link end, Link other) = Pair();

        left.Route.Links.Delete(end);

        Assert.Null(left.Route.Links.Find(end.Index));
        Assert.Null(right.Route.Links.Find(other.Index));
        left.Route.Links.CreateVethPair(
            new VethEndSpecification { Name = end.Name }, new VethEndSpecification { Name = other.Name, Namespace = right.Handle });
        Assert.NotNull(right.Route.Links.Find(other.Name));
        Assert.Equal(FaultKind.NotFound, Assert.Throws<KernelException>(() => left.Route.Links.Delete(end with { Index = 9999 })).Fault);
    }

    [RootFact]
    public void Several_links_are_deleted_together_and_no_other()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        Link[] ends = [.. Enumerable.Range(0, 5).Select(_ => _network.CreatePair(left, right).Left)];

        left.Route.Links.Delete(Array.Empty<Link>());
        Assert.Equal(6, left.Route.Links.List().Count);
        left.Route.Links.Delete(ends[..1]);
        Assert.Equal(5, left.Route.Links.List().Count);
        left.Route.Links.Delete(ends[1..4]);

        Assert.Equal(["lo", ends[4].Name], left.Route.Links.List().Select(static link => link.Name));
        Assert.Equal(2, right.Route.Links.List().Count);
        Assert.Equal(0u, left.Route.Links.Get(ends[4].Name).Group);
    }

    [RootFact]
    public void Both_ends_of_one_pair_can_be_deleted_together()
    {
        Place place = _network.CreatePlace();
        (Link left, Link right) = _network.CreatePair(place, place);

        place.Route.Links.Delete([left, right]);

        Assert.Equal("lo", Assert.Single(place.Route.Links.List()).Name);
    }

    [RootFact]
    public void When_one_of_several_cannot_be_deleted_none_is_and_all_keep_their_group()
    {
        (Place left, _, Link end, _) = Pair();
        left.Route.Links.Change(end, new LinkChange { Group = 7 });
        end = left.Route.Links.Get(end.Index);

        KernelException missing = Assert.Throws<KernelException>(
            () => left.Route.Links.Delete([end, end with { Index = 9999, Name = "nix" }]));
        KernelException refused = Assert.Throws<KernelException>(() => left.Route.Links.Delete([end, left.Route.Links.Get("lo")]));

        Assert.Equal(FaultKind.NotFound, missing.Fault);
        Assert.Equal(FaultKind.NotSupported, refused.Fault);
        Assert.Equal(7u, left.Route.Links.Get(end.Index).Group);
        Assert.Equal(0u, left.Route.Links.Get("lo").Group);
    }

    [RootFact]
    public void Loopback_is_switched_off_and_on()
    {
        Place place = _network.CreatePlace();
        Link loopback = place.Route.Links.Get("lo");
        Assert.True(loopback is { IsUp: true, Type: LinkType.Loopback, Index: 1, Mtu: 65536 });

        place.Route.Links.Change(loopback, new LinkChange { Up = false });
        Assert.False(place.Route.Links.Get("lo").IsUp);

        place.Route.Links.Change(loopback, new LinkChange { Up = true });
        Assert.True(place.Route.Links.Get("lo").IsUp);
    }

    private (Place Left, Place Right, Link End, Link Other) Pair()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (Link end, Link other) = _network.CreatePair(left, right);
        return (left, right, end, other);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Pairs with different indexes on both ends, and clear words where a name is taken.</summary>
public sealed class VethPairCreationTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void In_two_fresh_namespaces_the_indexes_differ()
    {
        (Place left, Place right) = Places();

        (Link first, Link second) = Create(left, right, End("veth-1"), End("veth-2"));

        Assert.Equal((2, 3), (first.Index, second.Index));
        Assert.Equal((3, 2), (first.LinkIndex, second.LinkIndex));
        Assert.Equal(first, left.Route.Links.Get("veth-1"), Same);
        Assert.Equal(second, right.Route.Links.Get("veth-2"), Same);
    }

    [RootFact]
    public void In_used_namespaces_the_indexes_differ_and_lie_beyond_those_in_use()
    {
        (Place left, Place right) = Places();
        for (int pair = 0; pair < 10; pair++)
        {
            int leftBefore = Highest(left);
            int rightBefore = Highest(right);

            (Link first, Link second) = Create(left, right, End($"a{pair}"), End($"b{pair}"));

            Assert.NotEqual(first.Index, second.Index);
            Assert.InRange(first.Index, leftBefore + 1, int.MaxValue);
            Assert.InRange(second.Index, rightBefore + 1, int.MaxValue);
        }
    }

    [RootFact]
    public void Where_only_one_end_meets_a_taken_index_both_are_chosen_anew()
    {
        (Place left, Place right) = Places();
        left.Route.Links.CreateVethPair(End("x") with { Index = 40 }, End("y") with { Index = 2 });
        Assert.Equal((40, 1), (Highest(left), Highest(right)));

        // 2 is taken on the left; later 2 is free on the left of the other, and 3 is taken on its right.
        (Link first, Link second) = Create(left, right, End("veth-1"), End("veth-2"));
        Assert.Equal((41, 2), (first.Index, second.Index));

        Place third = _network.CreatePlace();
        right.Route.Links.CreateVethPair(End("v") with { Index = 3 }, End("w") with { Index = 50 });
        (first, second) = Create(third, right, End("veth-3"), End("veth-4"));
        Assert.Equal((2, 51), (first.Index, second.Index));
    }

    [RootFact]
    public void When_both_highest_indexes_are_the_same_the_new_ones_still_differ()
    {
        (Place left, Place right) = Places();
        left.Route.Links.CreateVethPair(End("x") with { Index = 2 }, End("y") with { Index = 7 });
        right.Route.Links.CreateVethPair(End("x") with { Index = 3 }, End("y") with { Index = 7 });

        (Link first, Link second) = Create(left, right, End("veth-1"), End("veth-2"));

        Assert.Equal((8, 9), (first.Index, second.Index));
    }

    [RootFact]
    public void An_index_that_is_asked_for_is_kept_and_the_other_end_gets_a_different_one()
    {
        foreach (int wanted in (int[])[2, 3, 4])
        {
            (Place left, Place right) = Places();
            (Link first, Link second) = Create(left, right, End("veth-1") with { Index = wanted }, End("veth-2"));
            Assert.Equal(wanted, first.Index);
            Assert.NotEqual(wanted, second.Index);

            (left, right) = Places();
            (first, second) = Create(left, right, End("veth-1"), End("veth-2") with { Index = wanted });
            Assert.Equal(wanted, second.Index);
            Assert.NotEqual(wanted, first.Index);
        }
    }

    [RootFact]
    public void Both_ends_may_be_in_the_same_namespace()
    {
        Place place = _network.CreatePlace();

        (Link first, Link second) = Create(place.Route, place.Route, End("veth-1"), End("veth-2"));

        Assert.Equal(("veth-1", "veth-2"), (first.Name, second.Name));
        Assert.Equal((second.Index, first.Index), (first.LinkIndex, second.LinkIndex));
        Assert.Null(first.LinkNamespaceId);
        Assert.NotEqual(first.Index, second.Index);
    }

    [RootFact]
    public void A_taken_name_is_named_with_its_namespace_whichever_end_it_is_and_nothing_is_left()
    {
        (Place left, Place right) = Places();
        _ = Create(left, right, End("a"), End("b"));
        Dictionary<Place, string[]> before = new() { [left] = Names(left), [right] = Names(right) };

        AssertTaken("a", left, () => Create(left, right, End("a"), End("new")));
        AssertTaken("b", right, () => Create(left, right, End("new"), End("b")));
        AssertTaken("b", right, () => Create(right, left, End("b"), End("new")));
        AssertTaken("a", left, () => Create(right, left, End("new"), End("a")));
        AssertTaken("a", left, () => Create(left.Route, left.Route, End("a"), End("new")));
        AssertTaken("a", left, () => Create(left.Route, left.Route, End("new"), End("a")));
        // Both are taken: the left one is the one to hear of first.
        AssertTaken("a", left, () => Create(left, right, End("a"), End("b")));

        Assert.Equal(before[left], Names(left));
        Assert.Equal(before[right], Names(right));
    }

    [RootFact]
    public void A_name_taken_in_the_current_namespace_says_so()
    {
        using NamespaceHandle current = NamespaceHandle.OpenCurrent();
        using RouteConnection route = RouteConnection.Open(current);
        Place right = _network.CreatePlace();

        NetworkException exception = Assert.Throws<NetworkException>(
            () => Create(route, right.Route, End("lo"), End("new") with { Namespace = right.Handle }));

        Assert.Equal("A link 'lo' already exists in the current namespace. Remove it or choose another name.", exception.Message);
        Assert.Equal(["lo"], Names(right));
    }

    [RootFact]
    public void What_the_kernel_refuses_for_another_reason_is_passed_on_and_leaves_nothing()
    {
        (Place left, Place right) = Places();

        foreach ((VethEndSpecification first, VethEndSpecification second) in ((VethEndSpecification, VethEndSpecification)[])
        [
            (End("a") with { Mtu = 70000 }, End("b")),
            (End("a"), End("b") with { Mtu = 70000 }),
            (End("a"), End("b") with { MacAddress = MacAddress.Parse("01:00:00:00:00:01") }),
        ])
        {
            KernelException exception = Assert.Throws<KernelException>(() => Create(left, right, first, second));
            Assert.NotEqual(FaultKind.AlreadyExists, exception.Fault);
            Assert.Equal(["lo"], Names(left));
            Assert.Equal(["lo"], Names(right));
        }
    }

    [RootFact]
    public void A_pair_whose_right_end_is_not_where_it_was_to_be_is_taken_back()
    {
        (Place left, Place right) = Places();

        // Without its namespace the right end is born on the left.
        _ = Assert.Throws<KernelException>(() => Create(left.Route, right.Route, End("a"), End("b")));

        Assert.Equal(["lo"], Names(left));
        Assert.Equal(["lo"], Names(right));
    }

    private static (Link Left, Link Right) Create(Place left, Place right, VethEndSpecification first, VethEndSpecification second) =>
        Create(left.Route, right.Route, first, second with { Namespace = right.Handle });

    private static (Link Left, Link Right) Create(
        RouteConnection left, RouteConnection right, VethEndSpecification first, VethEndSpecification second)
    {
        using StopSignal stop = new();
        VethPairState state = VethPairCreation.Create(left, right, first, second, up: false, stop);
        return (state.Left, state.Right);
    }

    private static void AssertTaken(string name, Place where, Action create)
    {
        NetworkException exception = Assert.Throws<NetworkException>(create);
        Assert.Equal((FaultKind.AlreadyExists, ObjectKind.Link), (exception.Fault, exception.Subject));
        Assert.Equal($"A link '{name}' already exists in namespace '{where.Name}'. Remove it or choose another name.", exception.Message);
        Assert.IsType<KernelException>(exception.InnerException);
    }

    private static bool Same(Link left, Link right) =>
        (left.Index, left.Name, left.MacAddress, left.LinkIndex) == (right.Index, right.Name, right.MacAddress, right.LinkIndex);

    private static VethEndSpecification End(string name) => new() { Name = name };

    private static int Highest(Place place) => place.Route.Links.List().Max(static link => link.Index);

    private static string[] Names(Place place) => [.. place.Route.Links.List().Select(static link => link.Name)];

    private (Place Left, Place Right) Places() => (_network.CreatePlace(), _network.CreatePlace());
}

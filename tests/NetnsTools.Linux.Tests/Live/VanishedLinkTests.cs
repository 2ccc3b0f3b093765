using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>A link that somebody else deletes between two calls.</summary>
public sealed class VanishedLinkTests : IDisposable
{
    private readonly TestNetwork _network = new();
    private readonly Place _place;
    private readonly Place _other;

    public VanishedLinkTests() => (_place, _other) = (_network.CreatePlace(), _network.CreatePlace());

    public static TheoryData<string> Calls => [.. Acts.Keys];

    private static Dictionary<string, Action<VanishedLinkTests, Link>> Acts { get; } = new()
    {
        ["read"] = static (test, gone) => _ = test._place.Route.Links.Get(gone.Index),
        ["read by name"] = static (test, gone) => _ = test._place.Route.Links.Get(gone.Name),
        ["change"] = static (test, gone) => test._place.Route.Links.Change(gone, new LinkChange { Mtu = 1300 }),
        ["change all or nothing"] = static (test, gone) => LinkTransaction.Change(test._place.Route, gone, new LinkChange { Mtu = 1300, Name = "new" }),
        ["move"] = static (test, gone) => test._place.Route.Links.Move(gone, test._other.Handle),
        ["move all or nothing"] = static (test, gone) =>
            LinkTransaction.Move((test._place.Route, test._place.Handle), (test._other.Route, test._other.Handle), gone, new LinkChange { Up = true }),
        ["delete"] = static (test, gone) => test._place.Route.Links.Delete(gone),
        ["delete with others"] = static (test, gone) =>
            test._place.Route.Links.Delete([.. test._place.Route.Links.ListVeths(), gone]),
        ["settle"] = static (test, gone) =>
        {
            using StopSignal stop = new();
            _ = LinkSettling.Settle(test._place.Route, gone, TimeSpan.FromSeconds(10), stop);
        },
        ["add an address"] = static (test, gone) => test._place.Route.Addresses.Add(gone, AddressPrefix.Parse("10.0.0.10/16")),
        ["list its addresses"] = static (test, gone) => _ = test._place.Route.Addresses.List(gone.Index),
        ["delete an address"] = static (test, gone) => test._place.Route.Addresses.Delete(
            new LinkAddress { LinkIndex = gone.Index, Address = AddressPrefix.Parse("10.0.0.10/16").Address, PrefixLength = 16 }),
    };

    public void Dispose() => _network.Dispose();

    [RootTheory]
    [MemberData(nameof(Calls))]
    public async Task Whatever_is_asked_of_it_it_is_not_found_and_nothing_else_is_touched(string call)
    {
        (Link neighbour, _) = _network.CreatePair(_place, _other);
        (Link gone, _) = _network.CreatePair(_place, _other);
        _place.Route.Addresses.Add(neighbour, AddressPrefix.Parse("10.0.0.10/16"));
        _ = await Ip.Run("-n", _place.Name, "link", "delete", gone.Name);
        string before = await Look();

        KernelException exception = Assert.Throws<KernelException>(() => Acts[call](this, gone));

        Assert.Equal((FaultKind.NotFound, Errno.NoSuchDevice), (exception.Fault, exception.Errno));
        Assert.Contains($"in namespace '{_place.Name}': ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("No such device (ENODEV).", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, await Look());
    }

    [RootFact]
    public async Task One_that_vanishes_with_its_peers_namespace_is_not_found_either()
    {
        (Link gone, _) = _network.CreatePair(_place, _other);
        _other.Route.Dispose();
        _other.Handle.Dispose();
        _ = await Ip.Run("netns", "delete", _other.Name);
        Deadline.Until("the kernel has taken the namespace apart", () => _place.Route.Links.Find(gone.Index) is null);

        KernelException exception = Assert.Throws<KernelException>(() => _place.Route.Links.Change(gone, new LinkChange { Up = true }));

        Assert.Equal(FaultKind.NotFound, exception.Fault);
        Assert.Equal(["lo"], _place.Route.Links.List().Select(static link => link.Name));
    }

    // All that ip shows, but for counters and how long addresses still live.
    private async Task<string> Look() =>
        await Ip.Run("-n", _place.Name, "-d", "addr", "show") + await Ip.Run("-n", _other.Name, "-d", "addr", "show");
}

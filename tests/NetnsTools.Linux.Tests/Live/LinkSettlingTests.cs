using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Waiting until a link that was switched on is operationally up.</summary>
public sealed class LinkSettlingTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private readonly TestNetwork _network = new();
    private readonly StopSignal _stop = new();
    private readonly List<string> _requests = [];

    public void Dispose()
    {
        _network.Dispose();
        _stop.Dispose();
    }

    [RootFact]
    public void With_both_ends_on_both_are_operationally_up_in_two_namespaces_and_in_one()
    {
        Place left = _network.CreatePlace();
        foreach (Place right in (Place[])[_network.CreatePlace(), left])
        {
            (Link end, Link peer) = _network.CreatePair(left, right);
            SwitchOn(left, end);
            SwitchOn(right, peer);

            Link settled = LinkSettling.Settle(left.Route, end, Long, _stop);

            Assert.True(settled is { IsUp: true, HasCarrier: true, State: OperationalState.Up });
            Assert.Equal(OperationalState.Up, left.Route.Links.Get(end.Index).State);
            Assert.Equal(OperationalState.Up, right.Route.Links.Get(peer.Index).State);
        }
    }

    [RootFact]
    public void Without_carrier_it_is_looked_at_once_and_not_waited_for()
    {
        (Place left, _, Link end, _) = Pair();
        SwitchOn(left, end);
        left.Route.Trace = _requests.Add;

        Link settled = LinkSettling.Settle(left.Route, end, Long, _stop);

        Assert.True(settled is { IsUp: true, HasCarrier: false });
        // The peer and the link itself.
        Assert.Equal(2, _requests.Count);
    }

    [RootFact]
    public void A_link_that_is_off_is_not_waited_for()
    {
        (Place left, Place right, Link end, Link peer) = Pair();
        SwitchOn(right, peer);
        left.Route.Trace = _requests.Add;

        Assert.False(LinkSettling.Settle(left.Route, end, Long, _stop).IsUp);

        Assert.Equal(2, _requests.Count);
    }

    [RootFact]
    public void Loopback_is_ready_though_its_state_is_unknown()
    {
        Place place = _network.CreatePlace();
        place.Route.Trace = _requests.Add;

        Assert.Equal(OperationalState.Unknown, LinkSettling.Settle(place.Route, place.Route.Links.Get("lo"), Long, _stop).State);

        Assert.Equal(2, _requests.Count);
    }

    [RootFact]
    public async Task What_does_not_come_up_in_time_is_told_with_its_state()
    {
        (Place left, Place right, Link end, Link peer) = await Dormant();

        NetworkException own = Assert.Throws<NetworkException>(
            () => LinkSettling.Settle(left.Route, end, TimeSpan.FromMilliseconds(50), _stop));
        NetworkException others = Assert.Throws<NetworkException>(
            () => LinkSettling.Settle(right.Route, peer, TimeSpan.FromMilliseconds(50), _stop));

        Assert.Equal((FaultKind.TimedOut, ObjectKind.Link), (own.Fault, own.Subject));
        Assert.Equal($"Link '{end.Name}' has carrier but was not operationally up within {0.05} s (state Dormant).", own.Message);
        // The other end is up itself: it waits for its peer.
        Assert.Equal((FaultKind.TimedOut, OperationalState.Up), (others.Fault, right.Route.Links.Get(peer.Index).State));
    }

    [RootFact]
    public async Task The_wait_ends_when_it_comes_up()
    {
        (Place left, _, Link end, _) = await Dormant();
        using ManualResetEventSlim waiting = Waiting(left);
        Task raiser = Task.Run(() =>
        {
            Assert.True(waiting.Wait(Long));
            return Ip.Run("-n", left.Name, "link", "set", "dev", end.Name, "state", "up");
        });

        Link settled = LinkSettling.Settle(left.Route, end, Long, _stop);

        await raiser;
        Assert.Equal(OperationalState.Up, settled.State);
    }

    [RootFact]
    public async Task Another_thread_ends_the_wait()
    {
        (Place left, _, Link end, _) = await Dormant();
        using ManualResetEventSlim waiting = Waiting(left);
        Thread raiser = new(() =>
        {
            _ = waiting.Wait(Long);
            _stop.Set();
        });
        raiser.Start();
        Stopwatch watch = Stopwatch.StartNew();

        Link settled = LinkSettling.Settle(left.Route, end, Long, _stop);

        raiser.Join();
        Assert.Equal(OperationalState.Dormant, settled.State);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Long / 2);
    }

    // A dormant link has carrier, but waits for somebody to say that it may be used.
    private async Task<(Place Left, Place Right, Link End, Link Peer)> Dormant()
    {
        (Place left, Place right, Link end, Link peer) = Pair();
        await Ip.Run("-n", left.Name, "link", "set", "dev", end.Name, "mode", "dormant");
        SwitchOn(left, end);
        SwitchOn(right, peer);
        Deadline.Until("the one is dormant", () => left.Route.Links.Get(end.Index).State == OperationalState.Dormant);
        Deadline.Until("the other is up", () => right.Route.Links.Get(peer.Index).State == OperationalState.Up);
        return (left, right, end, peer);
    }

    // Set when it has looked for the second time: it is between two looks of a wait.
    private static ManualResetEventSlim Waiting(Place place)
    {
        ManualResetEventSlim waiting = new();
        int count = 0;
        place.Route.Trace = _ =>
        {
            if (++count == 4)
            {
                waiting.Set();
            }
        };
        return waiting;
    }

    private static void SwitchOn(Place place, Link link) => place.Route.Links.Change(link, new LinkChange { Up = true });

    private (Place Left, Place Right, Link End, Link Peer) Pair()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (Link end, Link peer) = _network.CreatePair(left, right);
        return (left, right, end, peer);
    }
}

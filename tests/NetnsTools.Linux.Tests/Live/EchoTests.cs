using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Series of echoes that are answered, or not.</summary>
public sealed class EchoTests : IDisposable
{
    private readonly TestNetwork _network = new();
    private readonly StopSignal _stop = new();

    public void Dispose()
    {
        _network.Dispose();
        _stop.Dispose();
    }

    [RootFact]
    public void Every_echo_to_a_neighbour_is_answered_by_it()
    {
        (Place left, _) = _network.CreateNeighbours();

        foreach (string target in (string[])["10.9.1.2", "fd09:1::2"])
        {
            DateTimeOffset before = DateTimeOffset.UtcNow;
            using EchoSession session = new(left.Handle, EchoPlaces.Options(target, 4), _stop);
            EchoOutcome[] outcomes = [.. All(session)];

            Assert.Equal([1, 2, 3, 4], outcomes.Select(static one => one.Sequence));
            Assert.Equal((4, 0), (session.Sent, session.Unexpected));
            Assert.All(outcomes, outcome =>
            {
                Assert.Equal((EchoStatus.Success, Errno.None), (outcome.Status, outcome.Errno));
                Assert.Equal(IPAddress.Parse(target), outcome.Address);
                Assert.Equal((64, 64), (outcome.TimeToLive, outcome.Size));
                Assert.InRange(outcome.RoundTripTime, TimeSpan.FromTicks(1), EchoPlaces.Long);
                // A microsecond: the two clocks are read in different resolutions.
                Assert.InRange(outcome.SentAt, before.AddMicroseconds(-1), DateTimeOffset.UtcNow.AddMicroseconds(1));
                Assert.Equal(outcomes[0].Identifier, outcome.Identifier);
            });
        }
    }

    [RootFact]
    public void The_payload_may_be_nothing_and_may_be_more_than_a_packet_takes()
    {
        (Place left, _) = _network.CreateNeighbours();

        foreach (string target in (string[])["10.9.1.2", "fd09:1::2"])
        {
            foreach (int size in (int[])[0, 1, 7, 8, 9, 1473, 65000, 65507])
            {
                EchoOutcome outcome = One(left, EchoPlaces.Options(target, 1) with { PayloadSize = size });
                Assert.Equal((EchoStatus.Success, size + 8), (outcome.Status, outcome.Size));
            }
        }
    }

    [RootFact]
    public async Task Echoes_without_an_answer_are_lost_after_the_timeout_and_the_next_ones_do_not_wait_for_that()
    {
        Place place = _network.CreatePlace();
        await EchoPlaces.Write(place, "ipv4/icmp_echo_ignore_all", 1);
        TimeSpan timeout = TimeSpan.FromSeconds(1);
        Stopwatch watch = Stopwatch.StartNew();
        using EchoSession session = new(
            place.Handle,
            EchoPlaces.Options("127.0.0.1", 5) with { Interval = TimeSpan.FromMilliseconds(1), Timeout = timeout },
            _stop);

        EchoOutcome[] outcomes = [.. All(session)];

        Assert.InRange(watch.Elapsed, timeout, 4 * timeout);
        Assert.Equal([1, 2, 3, 4, 5], outcomes.Select(static one => one.Sequence));
        Assert.All(outcomes, static outcome => Assert.Equal(
            (EchoStatus.TimedOut, null, TimeSpan.Zero, null, 0),
            (outcome.Status, outcome.Address, outcome.RoundTripTime, outcome.TimeToLive, outcome.Size)));
        Assert.InRange(outcomes[4].SentAt - outcomes[0].SentAt, TimeSpan.FromMilliseconds(3), timeout);
    }

    [RootFact]
    public async Task Without_an_interval_the_next_echo_waits_for_the_answer_or_its_loss()
    {
        Place place = _network.CreatePlace();
        await EchoPlaces.Write(place, "ipv4/icmp_echo_ignore_all", 1);
        TimeSpan timeout = TimeSpan.FromMilliseconds(50);
        using EchoSession session = new(place.Handle, EchoPlaces.Options("127.0.0.1", 3) with { Timeout = timeout }, _stop);

        List<EchoOutcome> outcomes = [];
        while (session.Next() is { } outcome)
        {
            outcomes.Add(outcome);
            Assert.Equal(outcomes.Count, session.Sent);
        }

        Assert.Equal([1, 2, 3], outcomes.Select(static one => one.Sequence));
        Assert.InRange(outcomes[1].SentAt - outcomes[0].SentAt, timeout, EchoPlaces.Long);
        Assert.InRange(outcomes[2].SentAt - outcomes[1].SentAt, timeout, EchoPlaces.Long);
    }

    [RootFact]
    public void The_source_the_link_and_the_time_to_live_are_those_asked_for()
    {
        (Place left, Place right) = _network.CreateNeighbours();
        string link = left.Route.Links.List().Single(static one => one.IsVeth).Name;
        left.Route.Addresses.Add(left.Route.Links.Get(link), AddressPrefix.Parse("10.9.1.77/24"));
        using EchoWitness witness = new(right.Handle);

        EchoOutcome outcome = One(left, EchoPlaces.Options("10.9.1.2", 1) with
        {
            Source = IPAddress.Parse("10.9.1.77"),
            LinkName = link,
            TimeToLive = 7,
        });

        byte[] request = witness.Take(EchoWitness.Request);
        Assert.Equal(EchoStatus.Success, outcome.Status);
        Assert.Equal("10.9.1.77", new IPAddress(request.AsSpan(12, 4)).ToString());
        Assert.Equal(7, request[8]);
    }

    [RootFact]
    public void A_link_local_target_is_reached_over_the_link_of_its_scope()
    {
        (Place left, Place right) = _network.CreateNeighbours();
        int index = left.Route.Links.List().Single(static one => one.IsVeth).Index;
        IPAddress? peer = null;
        Deadline.Until("the peer has a link-local address", () => (peer = right.Route.Addresses.List()
            .SingleOrDefault(static one => one.Address.IsIPv6LinkLocal && one.IsUsable)?.Address) is not null);

        IPAddress target = new(peer!.GetAddressBytes(), index);
        Deadline.Until("our own is usable", () => left.Route.Addresses.List().Any(static one => one.Address.IsIPv6LinkLocal && one.IsUsable));
        EchoOutcome outcome = One(left, EchoPlaces.Options("::1", 1) with { Destination = target });

        Assert.Equal((EchoStatus.Success, target), (outcome.Status, outcome.Address));
    }

    [RootFact]
    public void A_source_or_a_link_that_does_not_exist_is_refused_before_anything_is_sent()
    {
        Place place = _network.CreatePlace();
        EchoOptions options = EchoPlaces.Options("127.0.0.1", 1);

        KernelException source = Assert.Throws<KernelException>(
            () => new EchoSession(place.Handle, options with { Source = IPAddress.Parse("10.9.9.9") }, _stop));
        KernelException link = Assert.Throws<KernelException>(
            () => new EchoSession(place.Handle, options with { LinkName = "nix" }, _stop));

        Assert.Equal(
            (FaultKind.NotFound, ObjectKind.Echo, Errno.AddressNotAvailable, place.Name),
            (source.Fault, source.Subject, source.Errno, source.Namespace));
        Assert.Equal((FaultKind.NotFound, Errno.NoSuchDevice, "bind to link 'nix'"), (link.Fault, link.Errno, link.Operation));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EchoSession(place.Handle, options with { PayloadSize = -1 }, _stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EchoSession(place.Handle, options with { PayloadSize = 65508 }, _stop));
    }

    private EchoOutcome One(Place place, EchoOptions options)
    {
        using EchoSession session = new(place.Handle, options, _stop);
        return Assert.Single(All(session));
    }

    private static List<EchoOutcome> All(EchoSession session)
    {
        List<EchoOutcome> outcomes = [];
        while (session.Next() is { } outcome)
        {
            outcomes.Add(outcome);
        }

        return outcomes;
    }
}

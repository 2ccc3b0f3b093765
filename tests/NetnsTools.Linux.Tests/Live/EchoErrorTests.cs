using System;
using System.Net;
using System.Threading.Tasks;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Echoes that a router, or our own kernel, refuses.</summary>
public sealed class EchoErrorTests : IDisposable
{
    private readonly TestNetwork _network = new();
    private readonly StopSignal _stop = new();

    public void Dispose()
    {
        _network.Dispose();
        _stop.Dispose();
    }

    [RootFact]
    public async Task What_a_router_reports_is_the_outcome_and_the_router_is_named()
    {
        (Place sender, _, _) = await _network.CreateRouted();

        AssertReported(sender, EchoPlaces.Options("10.9.6.1", 1), EchoStatus.NetworkUnreachable, "10.9.1.2");
        AssertReported(sender, EchoPlaces.Options("10.9.5.1", 1), EchoStatus.HostUnreachable, "10.9.1.2");
        AssertReported(sender, EchoPlaces.Options("10.9.4.1", 1), EchoStatus.Prohibited, "10.9.1.2");
        AssertReported(sender, EchoPlaces.Options("fd09:6::1", 1), EchoStatus.NetworkUnreachable, "fd09:1::2");
        AssertReported(sender, EchoPlaces.Options("fd09:4::1", 1), EchoStatus.Prohibited, "fd09:1::2");
    }

    [RootFact]
    public async Task Behind_a_router_an_echo_needs_a_time_to_live_of_two()
    {
        (Place sender, _, _) = await _network.CreateRouted();

        foreach ((string target, string router) in ((string, string)[])[("10.9.2.2", "10.9.1.2"), ("fd09:2::2", "fd09:1::2")])
        {
            EchoOptions options = EchoPlaces.Options(target, 1);
            AssertReported(sender, options with { TimeToLive = 1 }, EchoStatus.TimeToLiveExceeded, router);
            EchoOutcome reached = One(sender, options with { TimeToLive = 2 });
            Assert.Equal((EchoStatus.Success, IPAddress.Parse(target), 63), (reached.Status, reached.Address, reached.TimeToLive));
        }
    }

    [RootFact]
    public async Task An_error_about_an_echo_in_fragments_is_understood()
    {
        (Place sender, _, _) = await _network.CreateRouted();

        foreach ((string target, string router) in ((string, string)[])[("10.9.2.2", "10.9.1.2"), ("fd09:2::2", "fd09:1::2")])
        {
            EchoOptions options = EchoPlaces.Options(target, 1) with { TimeToLive = 1, PayloadSize = 4000 };
            AssertReported(sender, options, EchoStatus.TimeToLiveExceeded, router);
        }
    }

    [RootFact]
    public async Task A_packet_too_big_for_the_way_is_reported_first_by_the_router_then_by_our_own_kernel()
    {
        (Place sender, _, _) = await _network.CreateRouted();

        foreach ((string target, string router) in ((string, string)[])[("10.9.2.2", "10.9.1.2"), ("fd09:2::2", "fd09:1::2")])
        {
            EchoOptions options = EchoPlaces.Options(target, 1) with { DontFragment = true, PayloadSize = 1400 };
            AssertReported(sender, options, EchoStatus.PacketTooBig, router);
            EchoOutcome second = One(sender, options);
            Assert.Equal((EchoStatus.PacketTooBig, null, Errno.MessageTooLong), (second.Status, second.Address, second.Errno));
        }
    }

    [RootFact]
    public async Task What_our_own_kernel_does_not_send_is_an_outcome_without_a_reporter()
    {
        Place place = _network.CreatePlace();
        await Ip.Run("-n", place.Name, "route", "add", "prohibit", "10.9.4.0/24");
        await Ip.Run("-n", place.Name, "route", "add", "unreachable", "10.9.5.0/24");

        AssertRefused(place, EchoPlaces.Options("10.9.6.1", 1), EchoStatus.NetworkUnreachable, Errno.NetworkUnreachable);
        AssertRefused(place, EchoPlaces.Options("10.9.5.1", 1), EchoStatus.HostUnreachable, Errno.HostUnreachable);
        AssertRefused(place, EchoPlaces.Options("10.9.4.1", 1), EchoStatus.Prohibited, Errno.AccessDenied);
        AssertRefused(place, EchoPlaces.Options("255.255.255.255", 1), EchoStatus.NetworkUnreachable, Errno.NetworkUnreachable);
        AssertRefused(place, EchoPlaces.Options("127.255.255.255", 1), EchoStatus.Prohibited, Errno.AccessDenied);
    }

    [RootFact]
    public void Refused_echoes_are_counted_and_the_series_goes_on_to_its_end()
    {
        Place place = _network.CreatePlace();
        using EchoSession session = new(place.Handle, EchoPlaces.Options("10.9.6.1", 3), _stop);

        Assert.Equal([1, 2, 3], [session.Next()!.Sequence, session.Next()!.Sequence, session.Next()!.Sequence]);

        Assert.Null(session.Next());
        Assert.Equal(3, session.Sent);
    }

    private void AssertReported(Place sender, EchoOptions options, EchoStatus status, string reporter)
    {
        EchoOutcome outcome = One(sender, options);
        Assert.Equal((status, IPAddress.Parse(reporter), Errno.None), (outcome.Status, outcome.Address, outcome.Errno));
        // Of an error there is no round trip.
        Assert.Equal(TimeSpan.Zero, outcome.RoundTripTime);
        Assert.Equal(64, outcome.TimeToLive);
    }

    private void AssertRefused(Place sender, EchoOptions options, EchoStatus status, Errno errno)
    {
        EchoOutcome outcome = One(sender, options);
        Assert.Equal((status, errno, null), (outcome.Status, outcome.Errno, outcome.Address));
    }

    private EchoOutcome One(Place place, EchoOptions options)
    {
        using EchoSession session = new(place.Handle, options, _stop);
        EchoOutcome? outcome = session.Next();
        Assert.NotNull(outcome);
        Assert.Null(session.Next());
        return outcome;
    }
}

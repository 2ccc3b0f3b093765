using System;
using System.Net;
using System.Threading;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>A series takes its own answers and no other.</summary>
public sealed class EchoMatchingTests : IDisposable
{
    private static readonly IPAddress Loopback = IPAddress.Loopback;

    private readonly TestNetwork _network = new();
    private readonly StopSignal _stop = new();

    public void Dispose()
    {
        _network.Dispose();
        _stop.Dispose();
    }

    [RootFact]
    public void Two_series_at_once_in_one_namespace_keep_their_answers_apart()
    {
        Place place = _network.CreatePlace();
        const int Count = 200;
        using EchoSession first = new(place.Handle, EchoPlaces.Options("127.0.0.1", Count), _stop);
        using EchoSession second = new(place.Handle, EchoPlaces.Options("127.0.0.1", Count) with { PayloadSize = 8 }, _stop);

        // Each sends while the other's answers are waiting to be read.
        for (int sequence = 1; sequence <= Count; sequence++)
        {
            EchoOutcome one = first.Next()!;
            EchoOutcome two = second.Next()!;
            Assert.Equal((EchoStatus.Success, sequence, 64), (one.Status, one.Sequence, one.Size));
            Assert.Equal((EchoStatus.Success, sequence, 16), (two.Status, two.Sequence, two.Size));
        }

        Assert.Null(first.Next());
        Assert.Null(second.Next());
        Assert.Equal((0, 0), (first.Unexpected, second.Unexpected));
    }

    [RootFact]
    public void An_answer_that_comes_twice_is_counted_and_is_no_outcome()
    {
        Place place = _network.CreatePlace();
        using EchoWitness witness = new(place.Handle);
        using EchoSession session = new(place.Handle, EchoPlaces.Options("127.0.0.1", 2), _stop);

        Assert.Equal(1, session.Next()!.Sequence);
        byte[] reply = witness.Take(EchoWitness.Reply);
        witness.Send(WithoutHeader(reply), Loopback);
        Assert.Equal(0, session.Unexpected);

        Assert.Equal((EchoStatus.Success, 2), Summary(session.Next()!));
        Assert.Equal(1, session.Unexpected);
    }

    [RootFact]
    public void An_answer_with_our_identifier_but_not_our_token_is_another_pingers()
    {
        Place place = _network.CreatePlace();
        using EchoWitness witness = new(place.Handle);
        using EchoSession session = new(place.Handle, EchoPlaces.Options("127.0.0.1", 3), _stop);
        _ = session.Next();
        byte[] forged = EchoWitness.Forge(witness.Take(EchoWitness.Reply), EchoWitness.Reply, 2);

        // It is there before the second echo is sent, and would be taken for its answer.
        byte[] otherToken = [.. forged, 0];
        otherToken[8] ^= 1;
        witness.Send(otherToken, Loopback);
        witness.Send(forged[..15], Loopback);
        EchoOutcome second = session.Next()!;

        Assert.Equal((EchoStatus.Success, 2, 64), (second.Status, second.Sequence, second.Size));
        Assert.Equal(0, session.Unexpected);
        _ = witness.Take(EchoWitness.Reply);

        // With the token it would: that is what the test stands on.
        witness.Send([.. EchoWitness.Forge([.. new byte[20], .. forged], EchoWitness.Reply, 3), 0], Loopback);
        Assert.Equal(65, session.Next()!.Size);
    }

    [RootFact]
    public void An_answer_from_another_address_than_the_target_is_not_taken()
    {
        Place place = _network.CreatePlace();
        using EchoWitness witness = new(place.Handle);
        using EchoSession session = new(place.Handle, EchoPlaces.Options("127.0.0.1", 2), _stop);
        _ = session.Next();
        byte[] forged = EchoWitness.Forge(witness.Take(EchoWitness.Reply), EchoWitness.Reply, 2);

        witness.SendFrom(IPAddress.Parse("127.0.0.2"));
        witness.Send(forged, Loopback);
        EchoOutcome second = session.Next()!;

        Assert.Equal((EchoStatus.Success, Loopback), (second.Status, second.Address));
        Assert.Equal(0, session.Unexpected);
    }

    [RootFact]
    public void An_error_is_taken_only_when_it_is_about_our_identifier_and_our_target()
    {
        Place place = _network.CreatePlace();
        using EchoWitness witness = new(place.Handle);
        using EchoSession session = new(place.Handle, EchoPlaces.Options("127.0.0.1", 3), _stop);
        _ = session.Next();
        byte[] request = witness.Take(EchoWitness.Request);
        request[27] = 2; // the sequence number of the next

        witness.Send(EchoWitness.Error(EchoWitness.TimeExceeded, Changed(request, 19)), Loopback); // the target
        witness.Send(EchoWitness.Error(EchoWitness.TimeExceeded, Changed(request, 25)), Loopback); // the identifier
        Assert.Equal((EchoStatus.Success, 2), Summary(session.Next()!));

        request[27] = 3;
        witness.SendFrom(IPAddress.Parse("127.0.0.2"));
        witness.Send(EchoWitness.Error(EchoWitness.TimeExceeded, request), Loopback);
        EchoOutcome third = session.Next()!;
        Assert.Equal((EchoStatus.TimeToLiveExceeded, 3, IPAddress.Parse("127.0.0.2")), (third.Status, third.Sequence, third.Address));
    }

    [RootFact]
    public void Another_thread_ends_the_wait_for_an_answer()
    {
        Place place = _network.CreatePlace();
        EchoPlaces.Write(place, "ipv4/icmp_echo_ignore_all", 1).GetAwaiter().GetResult();
        using EchoWitness witness = new(place.Handle);
        using EchoSession session = new(place.Handle, EchoPlaces.Options("127.0.0.1", null), _stop);
        Thread raiser = new(() =>
        {
            _ = witness.Take(EchoWitness.Request);
            _stop.Set();
        });
        raiser.Start();
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();

        EchoOutcome? outcome = session.Next();

        raiser.Join();
        Assert.Null(outcome);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, EchoPlaces.Long / 2);
        Assert.Equal(1, session.Sent);
        Assert.Null(session.Next());
        Assert.Equal(1, session.Sent);
    }

    [RootFact]
    public void A_signal_raised_before_sends_nothing()
    {
        Place place = _network.CreatePlace();
        using EchoSession session = new(place.Handle, EchoPlaces.Options("127.0.0.1", 1), _stop);
        _stop.Set();

        Assert.Null(session.Next());
        Assert.Equal(0, session.Sent);
    }

    private static (EchoStatus Status, int Sequence) Summary(EchoOutcome outcome) => (outcome.Status, outcome.Sequence);

    private static byte[] WithoutHeader(byte[] datagram) => datagram[20..];

    private static byte[] Changed(byte[] datagram, int offset)
    {
        byte[] changed = [.. datagram];
        changed[offset] ^= 1;
        return changed;
    }
}

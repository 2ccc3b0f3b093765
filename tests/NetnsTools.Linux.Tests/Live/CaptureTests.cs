using System;
using System.Linq;
using System.Threading;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>What a capture takes, and what it says of it.</summary>
public sealed class CaptureTests : IDisposable
{
    private static readonly CaptureFilter Icmp = new() { Protocols = [CaptureProtocol.Icmp] };

    private readonly TestNetwork _network = new();
    private readonly StopSignal _stop = new();
    private readonly FrameBuffer _buffer = new(int.MaxValue);

    public void Dispose()
    {
        _network.Dispose();
        _stop.Dispose();
    }

    [RootFact]
    public void Both_ends_of_a_cable_see_the_same_bytes_one_after_the_other()
    {
        (Place left, Link leftLink, Place right, Link rightLink) = _network.CreateCable();
        FrameBuffer there = new(int.MaxValue);
        long before = LibC.Now(LibC.CLOCK_REALTIME);
        using (CaptureSession _ = CaptureWitness.Start(left.Handle, CaptureWitness.On(leftLink) with { Filter = Icmp }, _buffer))
        using (CaptureSession __ = CaptureWitness.Start(right.Handle, CaptureWitness.On(rightLink) with { Filter = Icmp }, there))
        {
            Ping(left, 5);
        }

        long after = LibC.Now(LibC.CLOCK_REALTIME);
        CapturedFrame[] seen = _buffer.ToArray();
        CapturedFrame[] seenThere = there.ToArray();
        Assert.Equal(10, seen.Length);
        Assert.Equal(seen.Select(static frame => frame.Data), seenThere.Select(static frame => frame.Data));
        Assert.Equal(Enumerable.Repeat((PacketDirection[])[PacketDirection.Out, PacketDirection.In], 5).SelectMany(static way => way), seen.Select(static frame => frame.Direction));
        Assert.Equal(Enumerable.Repeat((PacketDirection[])[PacketDirection.In, PacketDirection.Out], 5).SelectMany(static way => way), seenThere.Select(static frame => frame.Direction));
        Assert.All(seen, frame =>
        {
            Assert.Equal((leftLink.Name, left.Name), (frame.Interface, frame.Namespace));
            Assert.Equal((98, 98, false), (frame.Data.Length, frame.OriginalLength, frame.IsTruncated));
            Assert.Equal(LinkLayer.Ethernet, frame.LinkLayer);
            Assert.Equal(frame.Direction == PacketDirection.In ? PacketReception.Host : PacketReception.Unknown, frame.Reception);
            Assert.InRange(frame.TimestampNanoseconds, before, after);
        });
        Assert.Equal(seen.OrderBy(static frame => frame.TimestampNanoseconds), seen);
        // A request leaves here before it arrives there.
        Assert.All(seen.Zip(seenThere).Where(static pair => pair.First.Direction == PacketDirection.Out), static pair =>
            Assert.True(pair.First.TimestampNanoseconds <= pair.Second.TimestampNanoseconds));
    }

    [RootFact]
    public void It_is_armed_when_it_is_there_and_has_the_last_packet_when_it_is_stopped()
    {
        (Place left, Link leftLink, Place right, Link rightLink) = _network.CreateCable();
        using FrameInjector injector = new(left.Handle, leftLink);
        byte[][] frames = [.. Enumerable.Range(0, 20).Select(number => CaptureWitness.Frame(rightLink.MacAddress!.Value, number))];

        for (int round = 0; round < 100; round++)
        {
            FrameBuffer buffer = new(int.MaxValue);
            using CaptureSession session = CaptureWitness.Start(right.Handle, CaptureWitness.On(rightLink), buffer);
            foreach (byte[] frame in frames)
            {
                injector.Send(frame);
            }

            session.Stop();
            Assert.Equal(Enumerable.Range(0, frames.Length), CaptureWitness.Numbers(buffer));
            Assert.Equal((CaptureEnd.Stopped, true, null), (session.End, session.HasEnded, session.Failure));
        }
    }

    [RootFact]
    public void Ten_thousand_echoes_at_full_speed_are_twenty_thousand_packets()
    {
        (Place left, _, Place right, Link rightLink) = _network.CreateCable();
        using CaptureSession session = CaptureWitness.Start(right.Handle, CaptureWitness.On(rightLink) with { Filter = Icmp }, _buffer);
        Ping(left, 10_000);
        session.Stop();

        Assert.Equal(20_000, _buffer.ToArray().Length);
        Assert.Equal(new CaptureStatistics(20_000, 0), session.Statistics);
    }

    [RootFact]
    public void All_interfaces_together_have_their_names_and_loopback_is_seen_once()
    {
        (Place left, Link leftLink, _, _) = _network.CreateCable();
        using CaptureSession session = CaptureWitness.Start(left.Handle, new CaptureOptions { Filter = Icmp }, _buffer);
        Ping(left, 2);
        Ping(left, 3, "127.0.0.1");
        session.Stop();

        ILookup<string?, CapturedFrame> frames = _buffer.ToArray().ToLookup(static frame => frame.Interface);
        Assert.Equal([leftLink.Name, "lo"], frames.Select(static group => group.Key));
        Assert.Equal(4, frames[leftLink.Name].Count());
        Assert.Equal(6, frames["lo"].Count());
        Assert.All(frames["lo"], static frame => Assert.Equal(PacketDirection.In, frame.Direction));
    }

    [RootFact]
    public void Only_the_way_that_is_asked_for_is_seen()
    {
        (Place left, Link leftLink, _, _) = _network.CreateCable();
        foreach (PacketDirection way in (PacketDirection[])[PacketDirection.In, PacketDirection.Out])
        {
            FrameBuffer buffer = new(100);
            using CaptureSession session = CaptureWitness.Start(left.Handle, CaptureWitness.On(leftLink) with { Filter = Icmp with { Direction = way } }, buffer);
            Ping(left, 3);
            session.Stop();
            Assert.Equal(3, buffer.ToArray().Length);
            Assert.All(buffer.ToArray(), frame => Assert.Equal(way, frame.Direction));
        }
    }

    [RootFact]
    public void The_vlan_tag_that_the_kernel_takes_out_of_a_frame_is_put_back()
    {
        (Place left, Link leftLink, Place right, Link rightLink) = _network.CreateCable();
        byte[] plain = CaptureWitness.Frame(rightLink.MacAddress!.Value, 1);
        byte[][] sent =
        [
            [.. plain[..12], 0x81, 0x00, 0x60, 0x05, .. plain[12..]], // 802.1Q, priority 3, id 5
            [.. plain[..12], 0x88, 0xa8, 0x00, 0x07, 0x81, 0x00, 0x00, 0x08, .. plain[12..]], // 802.1ad 7, inside 802.1Q 8
        ];
        using FrameInjector injector = new(left.Handle, leftLink);
        using CaptureSession session = CaptureWitness.Start(right.Handle, CaptureWitness.On(rightLink), _buffer);
        FrameBuffer cut = new(10);
        using CaptureSession small = CaptureWitness.Start(right.Handle, CaptureWitness.On(rightLink) with { SnapLength = 20 }, cut);
        foreach (byte[] frame in sent)
        {
            injector.Send(frame);
        }

        session.Stop();
        small.Stop();
        CapturedFrame[] seen = [.. _buffer.ToArray().Where(static frame => frame.Data[12] is 0x81 or 0x88)];
        Assert.Equal(sent, seen.Select(static frame => frame.Data));
        Assert.Equal([68, 72], seen.Select(static frame => frame.OriginalLength));
        CapturedFrame[] seenCut = [.. cut.ToArray().Where(static frame => frame.Data[12] is 0x81 or 0x88)];
        Assert.Equal(sent.Select(static frame => frame[..20]), seenCut.Select(static frame => frame.Data));
        Assert.Equal([68, 72], seenCut.Select(static frame => frame.OriginalLength));
    }

    [RootFact]
    public void Frames_for_another_station_are_seen_in_promiscuous_mode_which_ends_with_the_capture()
    {
        (Place left, Link leftLink, Place right, Link rightLink) = _network.CreateCable();
        Assert.Equal(0u, right.Route.Links.Get(rightLink.Index).Promiscuity);
        using FrameInjector injector = new(left.Handle, leftLink);
        using (CaptureSession session = CaptureWitness.Start(right.Handle, CaptureWitness.On(rightLink) with { IsPromiscuous = true }, _buffer))
        {
            Assert.Equal(1u, right.Route.Links.Get(rightLink.Index).Promiscuity);
            injector.Send(CaptureWitness.Frame(MacAddress.Parse("02:00:00:00:00:99"), 7));
        }

        CapturedFrame frame = Assert.Single(_buffer.ToArray(), static frame => frame.Data[12] == 0x88);
        Assert.Equal(PacketReception.OtherHost, frame.Reception);
        Assert.Equal(0u, right.Route.Links.Get(rightLink.Index).Promiscuity);
    }

    [RootFact]
    public void A_frame_is_cut_at_the_snap_length_and_says_how_long_it_was()
    {
        (Place left, Link leftLink, _, _) = _network.CreateCable();
        using CaptureSession session = CaptureWitness.Start(left.Handle, CaptureWitness.On(leftLink) with { Filter = Icmp, SnapLength = 34 }, _buffer);
        Ping(left, 1);
        session.Stop();
        Assert.All(_buffer.ToArray(), static frame => Assert.Equal((34, 98, true), (frame.Data.Length, frame.OriginalLength, frame.IsTruncated)));
        Assert.Equal(2, _buffer.ToArray().Length);
    }

    [RootFact]
    public void The_longest_packets_come_whole()
    {
        Place place = _network.CreatePlace();
        // Three go into a block; all have room, also where the reader gets no turn.
        using CaptureSession session = CaptureWitness.Start(place.Handle, new CaptureOptions { Filter = Icmp, BufferSize = 16 << 20 }, _buffer);
        using EchoSession echoes = new(place.Handle, EchoPlaces.Options("127.0.0.1", 50) with { PayloadSize = 65_507 }, _stop);
        while (echoes.Next() is not null)
        {
        }

        session.Stop();
        CapturedFrame[] frames = _buffer.ToArray();
        // Loopback's MTU is 65536: 65535 of the packet and 14 of the header go in one.
        Assert.Equal(100, frames.Length);
        Assert.All(frames, static frame => Assert.Equal((65_549, 65_549), (frame.Data.Length, frame.OriginalLength)));
        Assert.Equal(0, session.Statistics.Dropped);
    }

    [RootFact]
    public void A_checksum_that_is_left_to_the_device_is_told()
    {
        (Place left, Link leftLink, Place right, _) = _network.CreateCable();
        using FileDescriptor receiver = right.Handle.Bind("10.9.1.2", 9000);
        using FileDescriptor sender = left.Handle.Bind("10.9.1.1", 9001);
        using CaptureSession session = CaptureWitness.Start(left.Handle, CaptureWitness.On(leftLink) with { Filter = new CaptureFilter { Ports = [9000] } }, _buffer);
        Assert.Equal(Errno.None, LibC.Send(sender, [1, 2, 3], TestSockets.SocketAddress("10.9.1.2", 9000)));
        Ping(left, 1);
        session.Stop();
        Assert.True(Assert.Single(_buffer.ToArray()).IsChecksumPending);
    }

    [RootFact]
    public void It_ends_by_itself_with_the_packets_that_were_asked_for()
    {
        (Place left, Link leftLink, _, _) = _network.CreateCable();
        using CaptureSession session = CaptureWitness.Start(left.Handle, CaptureWitness.On(leftLink) with { Filter = Icmp, Count = 3 }, _buffer);
        Ping(left, 10);
        Assert.True(session.Wait(EchoPlaces.Long));
        Assert.Equal((CaptureEnd.CountReached, true, 3L), (session.End, session.HasEnded, session.Statistics.Captured));
        Assert.Equal(3, _buffer.ToArray().Length);
        Assert.InRange(session.EndedAt!.Value, session.StartedAt, DateTimeOffset.Now);
    }

    [RootFact]
    public void It_ends_by_itself_when_its_time_is_over_and_not_before()
    {
        Place place = _network.CreatePlace();
        using CaptureSession session = CaptureWitness.Start(place.Handle, new CaptureOptions { Duration = TimeSpan.FromSeconds(0.2) }, _buffer);
        long start = LibC.Now(LibC.CLOCK_MONOTONIC);
        Assert.True(session.Wait(EchoPlaces.Long));
        Assert.Equal(CaptureEnd.DurationOver, session.End);
        Assert.True(LibC.Now(LibC.CLOCK_MONOTONIC) - start >= 190_000_000);
    }

    [RootFact]
    public void A_time_longer_than_any_clock_counts_is_for_ever()
    {
        Place place = _network.CreatePlace();
        using CaptureSession session = CaptureWitness.Start(place.Handle, new CaptureOptions { Duration = TimeSpan.MaxValue }, _buffer);
        Ping(place, 1, "127.0.0.1");
        Assert.False(session.HasEnded);
        session.Stop();
        Assert.Equal(CaptureEnd.Stopped, session.End);
    }

    [RootFact]
    public void What_nobody_reads_in_time_is_dropped_and_counted()
    {
        (Place left, Link leftLink, Place right, Link rightLink) = _network.CreateCable();
        using SlowSink slow = new();
        using CaptureSession session = CaptureWitness.Start(right.Handle, CaptureWitness.On(rightLink) with { BufferSize = CaptureOptions.MinimumBufferSize }, slow, _buffer);
        using FrameInjector injector = new(left.Handle, leftLink);
        const int Count = 3000;
        for (int number = 0; number < Count; number++)
        {
            injector.Send(CaptureWitness.Frame(rightLink.MacAddress!.Value, number, 1500));
        }

        slow.Release();
        session.Stop();
        int[] numbers = CaptureWitness.Numbers(_buffer);
        Assert.InRange(session.Statistics.Dropped, 1, Count);
        // Nothing else passes: neighbours are quiet, but IPv6 may speak up.
        Assert.InRange(numbers.Length + session.Statistics.Dropped, Count, Count + 20);
        Assert.Equal(_buffer.ToArray().Length, session.Statistics.Captured);
        Assert.Equal(numbers.Order(), numbers);
    }

    private void Ping(Place from, int count, string destination = "10.9.1.2")
    {
        using EchoSession echoes = new(from.Handle, EchoPlaces.Options(destination, count), _stop);
        int answered = 0;
        while (echoes.Next() is { Status: EchoStatus.Success })
        {
            answered++;
        }

        Assert.Equal(count, answered);
    }

    /// <summary>Takes the first frame for as long as the test likes.</summary>
    private sealed class SlowSink : IFrameSink, IDisposable
    {
        private readonly ManualResetEventSlim _released = new();

        public void Release() => _released.Set();

        public void Write(CapturedFrame frame) => _released.Wait();

        public void Flush()
        {
        }

        public void Complete(CaptureStatistics statistics)
        {
        }

        public void Dispose() => _released.Dispose();
    }
}

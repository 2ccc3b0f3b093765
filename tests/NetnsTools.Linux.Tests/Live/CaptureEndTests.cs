using System;
using System.Threading.Tasks;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Captures whose link or namespace goes away, whose packets nobody can take, or that cannot be.</summary>
public sealed class CaptureEndTests : IDisposable
{
    private readonly TestNetwork _network = new();
    private readonly StopSignal _stop = new();
    private readonly FrameBuffer _buffer = new(1000);

    public void Dispose()
    {
        _network.Dispose();
        _stop.Dispose();
    }

    [RootFact]
    public void A_link_that_is_switched_off_and_on_again_is_captured_further()
    {
        (Place left, Link leftLink, Place right, Link rightLink) = _network.CreateCable();
        using CaptureSession session = CaptureWitness.Start(right.Handle, CaptureWitness.On(rightLink), _buffer);
        using FrameInjector injector = new(left.Handle, leftLink);
        injector.Send(CaptureWitness.Frame(rightLink.MacAddress!.Value, 1));
        right.Route.Links.Change(rightLink, new LinkChange { Up = false });
        right.Route.Links.Change(rightLink, new LinkChange { Up = true });
        _ = LinkSettling.Settle(right.Route, rightLink, EchoPlaces.Long, _stop);
        injector.Send(CaptureWitness.Frame(rightLink.MacAddress!.Value, 2));
        session.Stop();
        Assert.Equal(CaptureEnd.Stopped, session.End);
        Assert.Equal([1, 2], CaptureWitness.Numbers(_buffer));
    }

    [RootFact]
    public void A_link_that_is_removed_ends_it_and_says_so_and_its_packets_stay()
    {
        (Place left, Link leftLink, Place right, Link rightLink) = _network.CreateCable();
        using CaptureSession session = CaptureWitness.Start(right.Handle, CaptureWitness.On(rightLink), _buffer);
        using FrameInjector injector = new(left.Handle, leftLink);
        injector.Send(CaptureWitness.Frame(rightLink.MacAddress!.Value, 1));
        left.Route.Links.Delete(leftLink);

        AssertEnded(session, CaptureEnd.LinkGone, $"The capture on link '{rightLink.Name}' in namespace '{right.Name}' has ended: the link was removed, or moved to another namespace.");
        Assert.Equal([1], CaptureWitness.Numbers(_buffer));
    }

    [RootFact]
    public void A_link_that_is_moved_away_ends_it()
    {
        (Place left, Link leftLink, Place right, _) = _network.CreateCable();
        using CaptureSession session = CaptureWitness.Start(left.Handle, CaptureWitness.On(leftLink), _buffer);
        left.Route.Links.Move(leftLink, right.Handle);
        AssertEnded(session, CaptureEnd.LinkGone, "moved to another namespace");
    }

    [RootTheory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_namespace_that_is_removed_ends_it_and_is_not_kept(bool byIp, bool onLink)
    {
        Place left = _network.CreatePlace();
        NamespaceHandle right = _network.Store.Create(_network.NewName());
        string name = right.Name!;
        Link leftLink;
        Link rightLink;
        using (RouteConnection route = RouteConnection.Open(right))
        {
            (leftLink, rightLink) = _network.CreatePair(left, new Place(right, route));
        }

        using CaptureSession session = CaptureWitness.Start(right, onLink ? CaptureWitness.On(rightLink) : new CaptureOptions(), _buffer);
        right.Dispose();
        if (byIp)
        {
            _ = await Ip.Run("netns", "delete", name);
        }
        else
        {
            using NamespaceRemover remover = new(_network.Store);
            remover.Remove(name);
            remover.Complete();
        }

        AssertEnded(session, CaptureEnd.NamespaceGone, "has ended: the namespace was removed.");
        // Only the capture kept it: with it goes the cable.
        Deadline.Until("the other end is gone", () => left.Route.Links.Find(leftLink.Index) is null);
    }

    [RootFact]
    public void Another_namespace_of_the_same_name_ends_it_too()
    {
        string name = _network.NewName();
        using NamespaceHandle first = _network.Store.Create(name);
        using CaptureSession session = CaptureWitness.Start(first, new CaptureOptions(), _buffer);
        _network.Store.Remove(name);
        using NamespaceHandle second = _network.Store.Create(name);
        AssertEnded(session, CaptureEnd.NamespaceGone, "the namespace was removed");
    }

    [RootFact]
    public void The_end_of_the_process_that_it_was_named_by_ends_it()
    {
        NamespaceHandle place = _network.Create();
        using Child child = Child.StartInside(_network.Store.PathOf(place.Name!), "sleep", "1000");
        using NamespaceHandle handle = NamespaceHandle.OpenProcess(child.Id);
        using CaptureSession session = CaptureWitness.Start(handle, new CaptureOptions(), _buffer);
        string label = handle.Label!;
        child.Dispose();
        AssertEnded(session, CaptureEnd.NamespaceGone, $"in namespace '{label}' has ended: the process has ended, or left the namespace.");
    }

    [RootFact]
    public void A_sink_that_fails_ends_it_with_its_reason_and_the_others_have_their_packets()
    {
        (Place left, Link leftLink, Place right, Link rightLink) = _network.CreateCable();
        FailingSink failing = new(after: 2);
        using CaptureSession session = CaptureWitness.Start(right.Handle, CaptureWitness.On(rightLink), _buffer, failing);
        using FrameInjector injector = new(left.Handle, leftLink);
        for (int number = 0; number < 10; number++)
        {
            injector.Send(CaptureWitness.Frame(rightLink.MacAddress!.Value, number));
        }

        Assert.True(session.Wait(EchoPlaces.Long));
        Assert.Equal(CaptureEnd.Failed, session.End);
        Assert.Equal("The disk is full.", session.Failure!.Message);
        Assert.InRange(_buffer.ToArray().Length, 3, 13);
        Assert.True(failing.IsComplete);
    }

    [RootFact]
    public void What_cannot_be_is_refused_before_anything_is_opened()
    {
        using NamespaceHandle here = NamespaceHandle.OpenCurrent();
        (CaptureOptions Options, string Words)[] refused =
        [
            (new() { SnapLength = 0 }, "snap length of 0 bytes"),
            (new() { SnapLength = CaptureOptions.MaximumSnapLength + 1 }, "1 to 262144."),
            (new() { BufferSize = 1 }, "A buffer of 1 bytes"),
            (new() { BufferSize = int.MaxValue }, "1073741824"),
            (new() { IsPromiscuous = true }, "one interface"),
            (new() { Count = 0 }, "at least 1"),
            (new() { Duration = TimeSpan.Zero }, "more than no time"),
            (new() { Filter = new CaptureFilter { Ports = [70_000] } }, "70000"),
        ];
        foreach ((CaptureOptions options, string words) in refused)
        {
            NetworkException exception = Assert.Throws<NetworkException>(() => new CaptureSession(here, options));
            Assert.Equal((FaultKind.InvalidInput, ObjectKind.Capture), (exception.Fault, exception.Subject));
            Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        }
    }

    [RootFact]
    public void An_interface_that_does_not_exist_is_the_kernels_refusal()
    {
        Place place = _network.CreatePlace();
        KernelException exception = Assert.Throws<KernelException>(
            () => new CaptureSession(place.Handle, new CaptureOptions { InterfaceIndex = 999, InterfaceName = "nt-none" }));
        Assert.Equal((FaultKind.NotFound, ObjectKind.Capture, Errno.NoSuchDevice), (exception.Fault, exception.Subject, exception.Errno));
        Assert.Contains($"bind a packet socket on link 'nt-none' in namespace '{place.Name}'", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertEnded(CaptureSession session, CaptureEnd end, string words)
    {
        Assert.True(session.Wait(EchoPlaces.Long), "It goes on.");
        Assert.Equal(end, session.End);
        Assert.Equal((FaultKind.NotFound, ObjectKind.Capture), (session.Failure!.Fault, session.Failure.Subject));
        Assert.Contains(words, session.Failure.Message, StringComparison.Ordinal);
    }

    private sealed class FailingSink(int after) : IFrameSink
    {
        private int _count;

        public bool IsComplete { get; private set; }

        public void Write(CapturedFrame frame)
        {
            if (_count++ >= after)
            {
                throw new NetworkException(FaultKind.Failed, ObjectKind.CaptureFile, "The disk is full.");
            }
        }

        public void Flush()
        {
        }

        public void Complete(CaptureStatistics statistics) => IsComplete = true;
    }
}

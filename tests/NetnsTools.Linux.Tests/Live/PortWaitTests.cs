using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Threading;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Ports;
using NetnsTools.Linux.Sockets;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Waiting for ports, with sockets that are opened inside from here.</summary>
public sealed class PortWaitTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly TestNetwork _network = new();
    private readonly StopSignal _stop = new();
    private readonly Lazy<NamespaceHandle> _place;

    public PortWaitTests() => _place = new Lazy<NamespaceHandle>(() => _network.Create());

    private NamespaceHandle Place => _place.Value;

    public void Dispose()
    {
        _network.Dispose();
        _stop.Dispose();
    }

    [RootFact]
    public void What_listens_already_is_found_at_once_each_port_in_its_turn()
    {
        _ = _network.Own(Place.Listen("0.0.0.0", 80, 17));
        _ = _network.Own(Place.Listen("::1", 90));
        _ = _network.Own(Place.Listen("127.0.0.1", 85));

        PortOutcome[] outcomes = Run(Options(90, 80));

        Assert.Equal([90, 80], outcomes.Select(static one => one.Port));
        Assert.All(outcomes, static one => Assert.Null(one.Failure));
        Assert.Equal([IPAddress.IPv6Loopback, IPAddress.Any], outcomes.Select(static one => one.Socket!.LocalAddress));
        Assert.Equal(17u, outcomes[1].Socket!.Backlog);
    }

    [RootFact]
    public void What_comes_later_is_found_and_what_came_is_given_before_it()
    {
        _ = _network.Own(Place.Listen("0.0.0.0", 80));
        using PortWait wait = new(Place, _network.Store, Options(80, 81), _stop);
        Assert.Equal(80, wait.Next()!.Port);

        int pauses = 0;
        using PortWait second = new(Place, _network.Store, Options(81) with { Pausing = _ => ListenAfter(ref pauses, 5, 81) }, _stop);
        Assert.Equal((81, null), (second.Next()!.Port, second.Next()));
        Assert.Equal(5, pauses);
        Assert.Equal((81, null), (wait.Next()!.Port, wait.Next()));
    }

    [RootFact]
    public void A_connection_is_never_made()
    {
        FileDescriptor listener = _network.Own(Place.Listen("0.0.0.0", 80));

        Assert.Null(Assert.Single(Run(Options(80))).Failure);

        Assert.Equal(0, LibC.WaitReadable((int)listener.DangerousGetHandle(), -1, 0));
        Assert.Equal(0u, Assert.Single(Run(Options(80))).Socket!.ReceiveQueue);
    }

    [RootFact]
    public void Of_several_sockets_the_most_general_is_given()
    {
        _ = _network.Own(Place.Listen("127.0.0.1", 80));
        _ = _network.Own(Place.Listen("::", 80, only: true));

        Assert.Equal(IPAddress.IPv6Any, Assert.Single(Run(Options(80))).Socket!.LocalAddress);
        Assert.Equal(IPAddress.Loopback, Assert.Single(Run(Options(80) with { Address = IPAddress.Loopback })).Socket!.LocalAddress);
    }

    [RootFact]
    public void Gone_means_that_nothing_listens_any_more()
    {
        FileDescriptor listener = Place.Listen("0.0.0.0", 80);
        int pauses = 0;
        PortWaitOptions options = Options(80) with { Gone = true, Pausing = _ => CloseAfter(ref pauses, 3, listener) };

        PortOutcome outcome = Assert.Single(Run(options));

        Assert.Equal((80, null, null), (outcome.Port, outcome.Socket, outcome.Failure));
        Assert.Equal(3, pauses);
    }

    [RootFact]
    public void Gone_in_vain_says_where_it_is_and_whose()
    {
        _ = _network.Own(Place.Listen("127.0.0.1", 80));

        PortOutcome outcome = Assert.Single(Run(Options(80) with { Gone = true, Timeout = TimeSpan.Zero }));

        Assert.Equal(
            $"Something still listens on TCP port 80 in namespace '{Place.Label}' after 0 s: at 127.0.0.1, process {Environment.ProcessId}.",
            outcome.Failure!.Message);
        Assert.Equal((FaultKind.TimedOut, ObjectKind.Port), (outcome.Failure.Fault, outcome.Failure.Subject));
    }

    [RootFact]
    public void Nothing_at_all_is_said_to_be_there()
    {
        using NamespaceHandle current = NamespaceHandle.OpenCurrent();
        Assert.Contains(Environment.ProcessId, ProcessCensus.Take().Inside(current));

        AssertReason(Options(80), "Nothing listens on TCP port 80", "nothing listens on any TCP port there, and no process is seen to run in the namespace");
        AssertReason(
            Options(53) with { Protocol = SocketProtocol.Udp },
            "Nothing is bound to UDP port 53",
            "nothing is bound to any UDP port there, and no process is seen to run in the namespace");
    }

    [RootFact]
    public void What_else_listens_is_named_up_to_a_point()
    {
        _ = _network.Own(Place.Listen("0.0.0.0", 22));
        _ = _network.Own(Place.Listen("::", 22, only: true));
        _ = _network.Own(Place.Bind("0.0.0.0", 53));
        AssertReason(Options(80), "Nothing listens on TCP port 80", "there is only TCP port 22");
        for (int port = 1001; port <= 1010; port++)
        {
            _ = _network.Own(Place.Listen("127.0.0.1", port));
        }

        AssertReason(Options(80), "Nothing listens on TCP port 80", "there are only TCP ports 22, 1001, 1002, 1003, 1004, 1005, 1006, 1007 (and 3 more)");
    }

    [RootFact]
    public void Another_address_is_named()
    {
        _ = _network.Own(Place.Listen("127.0.0.1", 80));
        _ = _network.Own(Place.Listen("::", 80, only: true));
        PortWaitOptions options = Options(80) with { Address = IPAddress.Parse("10.0.0.1") };

        AssertReason(options, "Nothing listens on TCP port 80 of 10.0.0.1", "it is bound only to 127.0.0.1 and :: (IPv6 only)");
    }

    [RootFact]
    public void A_dual_stack_socket_counts_for_an_IPv4_address()
    {
        _ = _network.Own(Place.Listen("::", 80));

        Assert.True(Assert.Single(Run(Options(80) with { Address = IPAddress.Parse("10.0.0.1") })).Socket!.IsDualStack);
    }

    [RootFact]
    public void The_other_protocol_is_named()
    {
        _ = _network.Own(Place.Bind("0.0.0.0", 53));
        _ = _network.Own(Place.Listen("0.0.0.0", 80));

        AssertReason(Options(53), "Nothing listens on TCP port 53", "the port is there with UDP, but TCP was asked for");
        AssertReason(Options(80) with { Protocol = SocketProtocol.Udp }, "Nothing is bound to UDP port 80", "the port is there with TCP, but UDP was asked for");
        Assert.Equal(SocketProtocol.Udp, Assert.Single(Run(Options(53) with { Protocol = SocketProtocol.Udp })).Socket!.Protocol);
    }

    [RootFact]
    public void A_socket_that_does_not_take_anything_is_named()
    {
        _ = _network.Own(Place.Listen("127.0.0.1", 80, backlog: null));
        FileDescriptor connected = _network.Own(Place.Bind("127.0.0.1", 54));
        Assert.Equal(Errno.None, LibC.Connect(connected, TestSockets.SocketAddress("127.0.0.1", 53)));

        AssertReason(
            Options(54) with { Protocol = SocketProtocol.Udp },
            "Nothing is bound to UDP port 54",
            "the socket on the port is connected to 127.0.0.1:53 and takes nothing from others");
        // Older kernels do not show such a socket.
        AssertReason(
            Options(80),
            "Nothing listens on TCP port 80",
            Environment.OSVersion.Version >= new Version(6, 8)
                ? "a socket is bound to the port at 127.0.0.1 but does not listen"
                : "nothing listens on any TCP port there, and no process is seen to run in the namespace");
    }

    [RootFact]
    public void Each_port_that_does_not_come_has_its_own_failure_and_the_others_come()
    {
        _ = _network.Own(Place.Listen("0.0.0.0", 80));

        PortOutcome[] outcomes = Run(Options(79, 80, 81) with { Timeout = TimeSpan.FromMilliseconds(20) });

        Assert.Equal([(80, false), (79, true), (81, true)], outcomes.Select(static one => (one.Port, one.Failure is not null)));
        Assert.Contains("after 0.02 s", outcomes[1].Failure!.Message, StringComparison.Ordinal);
    }

    [RootFact]
    public void When_the_program_ends_the_wait_ends_with_its_last_words()
    {
        int asked = 0;
        PortOutcome outcome = Assert.Single(Run(Options(80) with
        {
            Ended = () => ++asked == 3 ? "the program has ended with exit code 1: port in use." : null,
        }));

        Assert.Equal(3, asked);
        Assert.Equal((FaultKind.Failed, ObjectKind.Port), (outcome.Failure!.Fault, outcome.Failure.Subject));
        Assert.Equal(
            $"Nothing listens on TCP port 80 in namespace '{Place.Label}': the program has ended with exit code 1: port in use.",
            outcome.Failure.Message);
    }

    [RootFact]
    public void What_listens_although_the_program_has_ended_is_found()
    {
        _ = _network.Own(Place.Listen("0.0.0.0", 80));

        // A program that goes into the background ends, and its child listens.
        Assert.Null(Assert.Single(Run(Options(80) with { Ended = static () => "the program has ended" })).Failure);
        Assert.Equal(FaultKind.TimedOut, Assert.Single(Run(Options(80) with { Gone = true, Timeout = TimeSpan.Zero, Ended = static () => "the program has ended" })).Failure!.Fault);
    }

    [RootFact]
    public void A_namespace_that_is_removed_meanwhile_ends_the_wait()
    {
        using PortWait wait = new(Place, _network.Store, Options(80) with { Pausing = _ => RemoveOnce() }, _stop);

        NetworkException exception = Assert.Throws<NetworkException>(() => wait.Next());

        Assert.Equal((FaultKind.NotFound, ObjectKind.Namespace), (exception.Fault, exception.Subject));
        Assert.Equal($"Namespace '{Place.Label}' was removed while its ports were waited for.", exception.Message);
    }

    [RootFact]
    public void A_name_that_another_namespace_got_meanwhile_ends_the_wait()
    {
        NamespaceHandle place = Place;
        _network.Store.Remove(place.Label!);
        _ = _network.Own(_network.Store.Create(place.Label!));
        using PortWait wait = new(place, _network.Store, Options(80), _stop);

        NetworkException exception = Assert.Throws<NetworkException>(() => wait.Next());

        Assert.Equal(FaultKind.Replaced, exception.Fault);
        Assert.Contains("another one has the name now", exception.Message, StringComparison.Ordinal);
    }

    [RootFact]
    public void A_stop_from_another_thread_ends_the_wait_at_once()
    {
        int pauses = 0;
        using PortWait wait = new(Place, _network.Store, Options(80) with { Pausing = _ => Interlocked.Increment(ref pauses) }, _stop);
        PortOutcome? outcome = new(0, null, null);
        Thread waiting = new(() => outcome = wait.Next());
        waiting.Start();
        Deadline.Until("it waits with the longest pauses", () => Volatile.Read(ref pauses) > 8);

        Stopwatch watch = Stopwatch.StartNew();
        _stop.Set();

        Assert.True(waiting.Join(Long));
        Assert.Null(outcome);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
    }

    [RootFact]
    public void Among_2000_sockets_a_port_is_found_and_the_right_ones_are_counted()
    {
        for (int port = 20_000; port < 22_000; port++)
        {
            _ = _network.Own(Place.Listen("127.0.0.1", port));
        }

        Assert.Equal([21_999, 20_000], Run(Options(21_999, 20_000)).Select(static one => one.Port));
        AssertReason(Options(19_999), "Nothing listens on TCP port 19999", "there are only TCP ports 20000, 20001, 20002, 20003, 20004, 20005, 20006, 20007 (and 1992 more)");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65_536)]
    public void A_number_that_is_no_port_is_refused(int port)
    {
        using NamespaceHandle current = NamespaceHandle.OpenCurrent();

        NetworkException exception = Assert.Throws<NetworkException>(() => new PortWait(current, _network.Store, Options(80, port), _stop));

        Assert.Equal((FaultKind.InvalidInput, ObjectKind.Port), (exception.Fault, exception.Subject));
        Assert.Equal($"{port} is not a port: ports go from 1 to 65535.", exception.Message);
    }

    [RootFact]
    public void Holders_are_found_by_the_descriptor_they_have()
    {
        FileDescriptor listener = _network.Own(Place.Listen("0.0.0.0", 80));
        uint inode = Assert.Single(Run(Options(80))).Socket!.Inode;

        Assert.Equal([Environment.ProcessId], SocketHolders.Find(inode, Place));
        listener.Dispose();
        Assert.Empty(SocketHolders.Find(inode, Place));
        Assert.Empty(SocketHolders.Find(0, Place));
    }

    private static PortWaitOptions Options(params int[] ports) => new() { Ports = ports, Timeout = Long };

    private PortOutcome[] Run(PortWaitOptions options)
    {
        using PortWait wait = new(Place, _network.Store, options, _stop);
        List<PortOutcome> outcomes = [];
        while (wait.Next() is { } outcome)
        {
            outcomes.Add(outcome);
        }

        return [.. outcomes];
    }

    private void AssertReason(PortWaitOptions options, string what, string reason)
    {
        PortOutcome outcome = Assert.Single(Run(options with { Timeout = TimeSpan.Zero }));

        Assert.Null(outcome.Socket);
        Assert.Equal((FaultKind.TimedOut, ObjectKind.Port), (outcome.Failure!.Fault, outcome.Failure.Subject));
        Assert.Equal($"{what} in namespace '{Place.Label}' after 0 s: {reason}.", outcome.Failure.Message);
    }

    private void ListenAfter(ref int pauses, int count, int port)
    {
        if (++pauses == count)
        {
            _ = _network.Own(Place.Listen("0.0.0.0", port));
        }
    }

    private static void CloseAfter(ref int pauses, int count, FileDescriptor listener)
    {
        if (++pauses == count)
        {
            listener.Dispose();
        }
    }

    private void RemoveOnce()
    {
        if (_network.Store.Find(Place.Label!) is not null)
        {
            _network.Store.Remove(Place.Label!);
        }
    }
}

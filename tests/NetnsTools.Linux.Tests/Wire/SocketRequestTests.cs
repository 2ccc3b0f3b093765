using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Sockets;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>What we ask of the table of sockets, byte by byte as <c>ss</c> asks it.</summary>
public sealed class SocketRequestTests
{
    [Fact]
    public void Open_TCP_sockets_are_asked_for_as_ss_does() =>
        AssertAsRecorded("sockets-tcp-ipv4.diag-request", new SocketQuery { States = SocketStates.Open }, LibC.AF_INET);

    [Fact]
    public void All_TCP_sockets_are_asked_for_as_ss_does() =>
        // ss sets bit 0 as well, which is no state.
        GoldenRequest.Of("sockets-tcp-all.diag-request").WithNumber(20, 0xfff, 0xffe)
            .AssertEqual(SocketEncoder.Dump(new SocketQuery(), LibC.AF_INET), NetlinkFlags.Dump);

    [Fact]
    public void Open_UDP_sockets_over_IPv6_are_asked_for_as_ss_does() =>
        AssertAsRecorded(
            "sockets-udp-ipv6.diag-request",
            new SocketQuery { Protocol = SocketProtocol.Udp, States = SocketStates.Open },
            LibC.AF_INET6);

    [Fact]
    public void A_range_of_ports_is_a_filter_that_the_kernel_runs() =>
        AssertAsRecorded(
            "sockets-tcp-ports.diag-request",
            new SocketQuery { States = SocketStates.Open, LowestPort = 8080, HighestPort = 8082 },
            LibC.AF_INET);

    [Fact]
    public void The_highest_and_the_lowest_port_fit_the_filter()
    {
        byte[] filter = SocketEncoder.Dump(new SocketQuery { LowestPort = 1, HighestPort = 65535 }, LibC.AF_INET).Finish(1)[76..].ToArray();

        Assert.Equal([2, 8, 20, 0, 0, 0, 1, 0, 3, 8, 12, 0, 0, 0, 0xff, 0xff], filter);
    }

    private static void AssertAsRecorded(string name, SocketQuery query, int family) =>
        GoldenRequest.Of(name).AssertEqual(SocketEncoder.Dump(query, family), NetlinkFlags.Dump);
}

using System.Net;
using NetnsTools.Linux.Sockets;
using Xunit;

namespace NetnsTools.Linux.Tests.Values;

/// <summary>Which addresses a socket takes connections for.</summary>
public sealed class SocketEntryTests
{
    [Theory]
    [InlineData("0.0.0.0", null, "10.0.0.1", true)]
    [InlineData("0.0.0.0", null, "::ffff:10.0.0.1", true)]
    [InlineData("0.0.0.0", null, "fd00::1", false)]
    [InlineData("10.0.0.1", null, "10.0.0.1", true)]
    [InlineData("127.0.0.1", null, "10.0.0.1", false)]
    [InlineData("127.0.0.1", null, "127.0.0.2", false)]
    [InlineData("::", false, "10.0.0.1", true)]
    [InlineData("::", false, "fd00::1", true)]
    [InlineData("::", true, "10.0.0.1", false)]
    [InlineData("::", true, "fd00::1", true)]
    [InlineData("::", null, "10.0.0.1", true)] // not told: as IPv6 sockets are by themselves
    [InlineData("::1", false, "127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false, "10.0.0.1", true)]
    [InlineData("::ffff:10.0.0.1", false, "10.0.0.2", false)]
    [InlineData("::ffff:0.0.0.0", false, "10.0.0.2", true)]
    [InlineData("fe80::1%3", true, "fe80::1%3", true)]
    [InlineData("fe80::1%3", true, "fe80::1%4", false)]
    [InlineData("fe80::1%3", true, "fe80::1", true)]
    public void A_socket_accepts_its_address_and_if_it_has_none_all_of_its_families(string local, bool? only, string address, bool accepts) =>
        Assert.Equal(accepts, Socket(local, only).Accepts(IPAddress.Parse(address)));

    [Theory]
    [InlineData(SocketProtocol.Tcp, SocketState.Listening, true)]
    [InlineData(SocketProtocol.Tcp, SocketState.Closed, false)]
    [InlineData(SocketProtocol.Udp, SocketState.Closed, true)]
    [InlineData(SocketProtocol.Udp, SocketState.Established, false)]
    public void Open_means_listening_or_bound_without_a_peer(SocketProtocol protocol, SocketState state, bool open) =>
        Assert.Equal(open, (Socket("0.0.0.0", null) with { Protocol = protocol, State = state }).IsOpen);

    private static SocketEntry Socket(string local, bool? only) => new()
    {
        Protocol = SocketProtocol.Tcp,
        State = SocketState.Listening,
        LocalAddress = IPAddress.Parse(local),
        LocalPort = 80,
        RemoteAddress = IPAddress.Any,
        RemotePort = 0,
        UserId = 0,
        Inode = 0,
        ReceiveQueue = 0,
        SendQueue = 0,
        IsIPv6Only = only,
    };
}

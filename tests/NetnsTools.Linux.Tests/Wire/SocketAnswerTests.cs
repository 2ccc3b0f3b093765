using System.Collections.Generic;
using System.Net;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Sockets;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>The kernel's descriptions of sockets, every property of ours.</summary>
public sealed class SocketAnswerTests
{
    [Fact]
    public void Listening_TCP_sockets_have_their_queue_and_its_limit() =>
        Assert.Equal(
            [
                Entry(SocketProtocol.Tcp, SocketState.Listening, IPAddress.Any, 8080) with { ReceiveQueue = 1, Backlog = 128, Inode = 9629275, Cookie = 0x105a },
                Entry(SocketProtocol.Tcp, SocketState.Listening, IPAddress.Loopback, 8081) with { Backlog = 5, Inode = 9629276, Cookie = 0x105b },
            ],
            Read("sockets-tcp-ipv4.diag-answer", SocketProtocol.Tcp));

    [Fact]
    public void IPv6_sockets_say_whether_they_refuse_IPv4()
    {
        SocketEntry dual = Entry(SocketProtocol.Tcp, SocketState.Listening, IPAddress.IPv6Any, 8082) with
        {
            RemoteAddress = IPAddress.IPv6Any,
            Backlog = 5,
            Inode = 9629277,
            Cookie = 0x105c,
            IsIPv6Only = false,
        };
        SocketEntry only = dual with { LocalPort = 8083, Inode = 9629278, Cookie = 0x105d, IsIPv6Only = true };
        SocketEntry loopback = only with { LocalAddress = IPAddress.IPv6Loopback, LocalPort = 8084, Inode = 9629279, Cookie = 0x105e };

        Assert.Equal([dual, only, loopback], Read("sockets-tcp-ipv6.diag-answer", SocketProtocol.Tcp));
    }

    [Fact]
    public void A_bound_UDP_socket_is_closed_and_open()
    {
        SocketEntry socket = Assert.Single(Read("sockets-udp-ipv4.diag-answer", SocketProtocol.Udp));

        Assert.Equal(Entry(SocketProtocol.Udp, SocketState.Closed, IPAddress.Any, 5353) with { Inode = 9629280, Cookie = 0x105f }, socket);
        Assert.True(socket.IsOpen);
        Assert.Equal([false, true], Read("sockets-udp-ipv6.diag-answer", SocketProtocol.Udp).ConvertAll(static one => one.IsIPv6Only));
    }

    [Fact]
    public void A_connection_has_both_ends_and_no_backlog()
    {
        List<SocketEntry> sockets = Read("sockets-tcp-all.diag-answer", SocketProtocol.Tcp).FindAll(static one => one.State == SocketState.Established);

        Assert.Equal([(8080, 53374), (53374, 8080)], sockets.ConvertAll(static one => (one.LocalPort, one.RemotePort)));
        Assert.All(sockets, static one =>
        {
            Assert.Equal((IPAddress.Loopback, IPAddress.Loopback), (one.LocalAddress, one.RemoteAddress));
            Assert.Null(one.Backlog);
            Assert.False(one.IsOpen);
        });
        // The one that nobody has accepted yet belongs to no process.
        Assert.Equal([0u, 9629283u], sockets.ConvertAll(static one => one.Inode));
    }

    [Fact]
    public void A_link_local_address_carries_its_interface()
    {
        byte[] header = new byte[72];
        header[0] = 10; // AF_INET6
        header[1] = 10; // TCP_LISTEN
        IPAddress.Parse("fe80::1").GetAddressBytes().CopyTo(header, 8);
        header[40] = 7; // idiag_if
        header[44] = 0x11;
        header[51] = 0x22; // idiag_cookie
        header[64] = 0xe8;
        header[65] = 3; // idiag_uid
        SocketEntry socket = Assert.Single(Decode(Datagram.Message(SocketDiagnostics.ByFamily, NetlinkFlags.Multi, 1, 1, header), SocketProtocol.Tcp));

        Assert.Equal(IPAddress.Parse("fe80::1%7"), socket.LocalAddress);
        Assert.Equal((7, 1000u, 0x2200000000000011ul), (socket.InterfaceIndex, socket.UserId, socket.Cookie));
        Assert.Null(socket.IsIPv6Only);
    }

    [Fact]
    public void Other_families_and_other_messages_are_left_out()
    {
        byte[] unix = new byte[72];
        unix[0] = 1; // AF_UNIX

        Assert.Empty(Decode(Datagram.Message(SocketDiagnostics.ByFamily, NetlinkFlags.Multi, 1, 1, unix), SocketProtocol.Tcp));
        Assert.Empty(Decode(Datagram.Message(21, NetlinkFlags.Multi, 1, 1, new byte[72]), SocketProtocol.Tcp)); // SOCK_DESTROY
    }

    private static SocketEntry Entry(SocketProtocol protocol, SocketState state, IPAddress address, int port) => new()
    {
        Protocol = protocol,
        State = state,
        LocalAddress = address,
        LocalPort = port,
        RemoteAddress = IPAddress.Any,
        RemotePort = 0,
        UserId = 0,
        Inode = 0,
        ReceiveQueue = 0,
        SendQueue = 0,
    };

    private static List<SocketEntry> Read(string name, SocketProtocol protocol) => Decode(GoldenFile.Read(name), protocol);

    private static List<SocketEntry> Decode(byte[] datagram, SocketProtocol protocol) =>
        Datagram.Decode(datagram, message => SocketDecoder.Decode(message, protocol));
}

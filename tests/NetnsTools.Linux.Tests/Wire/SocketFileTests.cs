using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using NetnsTools.Linux.Sockets;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>Captured <c>/proc/net/tcp</c> and its like (x86-64, Linux 6.18).</summary>
public sealed class SocketFileTests
{
    private const string Tcp = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 00000000:1F90 00000000:0000 0A 00000000:00000001 00:00000000 00000000     0        0 9629275 2 00000000a4cbde21 100 0 0 10 0
           1: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 9629276 1 0000000043ae1259 100 0 0 10 0
           3: 0100007F:D07E 0100007F:1F90 01 0000000A:00000000 00:00000000 00000000     0        0 9629283 2 000000000dff9d8f 20 0 0 10 -1

        """;

    private const string Tcp6 = """
          sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 00000000000000000000000000000000:1F92 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 9629277 1 000000001380e1c2 100 0 0 10 0
           2: B80D0120000000000000000001000000:1F94 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 9629279 1 00000000fcbd5496 100 0 0 10 0
        """;

    private const string Udp = """
           sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
         6005: 00000000:14E9 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 9629280 2 000000006ec99500 0
         9717: 0100007F:E369 0100007F:14E9 01 00000000:00000000 00:00000000 00000000     0        0 9629285 2 000000006dd4ac59 0
        """;

    [Fact]
    public void TCP_lines_are_read_column_by_column()
    {
        IReadOnlyList<SocketEntry> sockets = Parse(Tcp, SocketProtocol.Tcp);

        Assert.Equal(3, sockets.Count);
        SocketEntry expected = new()
        {
            Protocol = SocketProtocol.Tcp,
            State = SocketState.Listening,
            LocalAddress = IPAddress.Any,
            LocalPort = 8080,
            RemoteAddress = IPAddress.Any,
            RemotePort = 0,
            UserId = 0,
            Inode = 9629275,
            ReceiveQueue = 1,
            SendQueue = 0,
        };
        Assert.Equal(expected, sockets[0]);
        Assert.Equal((IPAddress.Loopback, 8081, 1000u), (sockets[1].LocalAddress, sockets[1].LocalPort, sockets[1].UserId));
        Assert.Equal((SocketState.Established, 8080, 10u), (sockets[2].State, sockets[2].RemotePort, sockets[2].SendQueue));
    }

    [Fact]
    public void IPv6_addresses_are_four_words_in_the_machines_order()
    {
        IReadOnlyList<SocketEntry> sockets = Parse(Tcp6, SocketProtocol.Tcp);

        Assert.Equal([IPAddress.IPv6Any, IPAddress.Parse("2001:db8::1")], [sockets[0].LocalAddress, sockets[1].LocalAddress]);
        Assert.True(sockets[0].IsDualStack);
    }

    [Fact]
    public void UDP_lines_have_more_columns_and_the_same_start()
    {
        IReadOnlyList<SocketEntry> sockets = Parse(Udp, SocketProtocol.Udp);

        Assert.Equal([(5353, true), (58217, false)], [(sockets[0].LocalPort, sockets[0].IsOpen), (sockets[1].LocalPort, sockets[1].IsOpen)]);
    }

    [Theory]
    [InlineData("1: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1000 0")]
    [InlineData("1: 0100007:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1000 0 1")]
    [InlineData("1: 0100007F:1F9 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1000 0 1")]
    [InlineData("1: 0100007F:1F91 00000000-0000 0A 00000000:00000000 00:00000000 00000000 1000 0 1")]
    [InlineData("1: 0100007F:1F91 00000000:0000 XX 00000000:00000000 00:00000000 00000000 1000 0 1")]
    [InlineData("1: 0100007F:1F91 00000000:0000 0A 0000000000000000 00:00000000 00000000 1000 0 1")]
    [InlineData("1: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000 root 0 1")]
    [InlineData("1: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1000 0 -1")]
    public void A_line_that_is_none_is_refused_and_quoted(string line)
    {
        NetworkException exception = Assert.Throws<NetworkException>(() => Parse($"heads\n{line}\n", SocketProtocol.Tcp));

        Assert.Equal((FaultKind.Protocol, ObjectKind.Socket), (exception.Fault, exception.Subject));
        Assert.Contains(line, exception.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<SocketEntry> Parse(string text, SocketProtocol protocol)
    {
        using StringReader reader = new(text);
        return SocketFileParser.Parse(reader, protocol);
    }
}

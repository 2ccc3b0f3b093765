using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Sockets;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>The real table of sockets, over netlink and from <c>/proc</c>, against <c>ss</c>.</summary>
public sealed class SocketTableTests : IDisposable
{
    private static readonly SocketQuery Open = new() { States = SocketStates.Open };

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public async Task Listening_TCP_sockets_are_those_that_ss_shows()
    {
        (NamespaceHandle place, SocketTable table) = Create();
        _ = _network.Own(place.Listen("0.0.0.0", 8080, 128));
        _ = _network.Own(place.Listen("127.0.0.1", 8081));
        _ = _network.Own(place.Listen("::", 8082));
        _ = _network.Own(place.Listen("::", 8083, only: true));
        _ = _network.Own(place.Listen("::1", 8084));
        _ = _network.Own(place.Connect("127.0.0.1", 8080));

        IReadOnlyList<SocketEntry> sockets = table.List(Open);

        Assert.Equal([8080, 8081, 8082, 8083, 8084], sockets.Select(static one => one.LocalPort).Order());
        SocketEntry first = sockets.Single(static one => one.LocalPort == 8080);
        Assert.Equal((SocketState.Listening, 1u, 128u), (first.State, first.ReceiveQueue, first.Backlog));
        Assert.Equal([8082], sockets.Where(static one => one.IsDualStack).Select(static one => one.LocalPort));
        Assert.Equal(await Ss(place, "-ltnH"), sockets.Select(Line).Order(StringComparer.Ordinal));
    }

    [RootFact]
    public async Task Bound_UDP_sockets_are_those_that_ss_shows()
    {
        (NamespaceHandle place, SocketTable table) = Create();
        _ = _network.Own(place.Bind("0.0.0.0", 5353));
        _ = _network.Own(place.Bind("127.0.0.1", 5354));
        _ = _network.Own(place.Bind("::", 5355));
        _ = _network.Own(place.Bind("::1", 5356, only: true));
        FileDescriptor connected = _network.Own(place.Bind("127.0.0.1", 5357));
        Assert.Equal(Errno.None, LibC.Connect(connected, TestSockets.SocketAddress("127.0.0.1", 5353)));

        IReadOnlyList<SocketEntry> sockets = table.List(Open with { Protocol = SocketProtocol.Udp });

        Assert.Equal([5353, 5354, 5355, 5356], sockets.Select(static one => one.LocalPort).Order());
        Assert.Equal(await Ss(place, "-lunH"), sockets.Select(Line).Order(StringComparer.Ordinal));
        Assert.Contains(table.List(new SocketQuery { Protocol = SocketProtocol.Udp }), static one => one is { LocalPort: 5357, RemotePort: 5353, IsOpen: false });
    }

    [RootFact]
    public void Every_namespace_has_its_own_table()
    {
        (NamespaceHandle place, SocketTable table) = Create();
        (_, SocketTable other) = Create();
        _ = _network.Own(place.Listen("0.0.0.0", 8080));

        _ = Assert.Single(table.List(Open));
        Assert.Empty(other.List(Open));
        Assert.Empty(other.List(Open with { Protocol = SocketProtocol.Udp }));
    }

    [RootFact]
    public void The_kernel_chooses_among_2000_sockets()
    {
        (NamespaceHandle place, SocketTable table) = Create();
        for (int port = 20_000; port < 22_000; port++)
        {
            _ = _network.Own(place.Listen("127.0.0.1", port));
        }

        Assert.Equal(Enumerable.Range(20_000, 2000), table.List(Open).Select(static one => one.LocalPort).Order());
        Assert.Equal([20_700], Ports(table, 20_700, 20_700));
        Assert.Equal([20_000, 20_001], Ports(table, 1, 20_001));
        Assert.Equal([21_999], Ports(table, 21_999, 65_535));
        Assert.Empty(Ports(table, 22_000, 65_535));
    }

    [RootFact]
    public void A_filter_leaves_nothing_over_for_us_to_throw_away()
    {
        (NamespaceHandle place, SocketTable _) = Create();
        _ = _network.Own(place.Listen("127.0.0.1", 79));
        _ = _network.Own(place.Listen("127.0.0.1", 80));
        _ = _network.Own(place.Listen("127.0.0.1", 90));
        _ = _network.Own(place.Listen("127.0.0.1", 91));
        using NetlinkClient client = new(new NetlinkSocket(place.OpenNetlink(LibC.NETLINK_SOCK_DIAG)));

        List<SocketEntry> sockets = client.Dump(
            SocketEncoder.Dump(Open with { LowestPort = 80, HighestPort = 90 }, LibC.AF_INET),
            new Operation(ObjectKind.Socket, "list sockets"),
            static message => SocketDecoder.Decode(message, SocketProtocol.Tcp));

        Assert.Equal([80, 90], sockets.Select(static one => one.LocalPort).Order());
    }

    [RootFact]
    public void A_socket_that_is_bound_and_does_not_listen_is_shown_on_request()
    {
        (NamespaceHandle place, SocketTable table) = Create();
        _ = _network.Own(place.Listen("127.0.0.1", 8080, backlog: null));

        Assert.Empty(table.List(Open));
        if (Environment.OSVersion.Version >= new Version(6, 8))
        {
            SocketEntry socket = Assert.Single(table.List(new SocketQuery { States = SocketStates.BoundInactive, LowestPort = 8080, HighestPort = 8080 }));
            Assert.Equal((8080, false), (socket.LocalPort, socket.IsOpen));
        }
    }

    [RootFact]
    public void The_files_of_proc_say_the_same_as_far_as_they_can()
    {
        (NamespaceHandle place, SocketTable table) = Create();
        using SocketTable files = new(null, new SocketFiles(place), place.Label);
        _ = _network.Own(place.Listen("0.0.0.0", 8080));
        _ = _network.Own(place.Listen("::1", 8081, backlog: null));
        _ = _network.Own(place.Listen("::1", 8082, only: true));
        _ = _network.Own(place.Connect("127.0.0.1", 8080));
        _ = _network.Own(place.Bind("127.0.0.1", 5353));
        _ = _network.Own(place.Bind("::", 5354));

        foreach (SocketProtocol protocol in Enum.GetValues<SocketProtocol>())
        {
            SocketQuery all = new() { Protocol = protocol };
            Assert.Equal(table.List(all).Select(Common).OrderBy(static one => one.LocalPort), files.List(all).Select(Common).OrderBy(static one => one.LocalPort));
            Assert.NotEmpty(files.List(all));
        }

        Assert.Equal([8080, 8082], Ports(files, 8000, 9000));
    }

    [RootFact]
    public void A_kernel_without_the_module_is_read_from_proc_and_not_asked_again()
    {
        (NamespaceHandle place, SocketTable _) = Create();
        _ = _network.Own(place.Listen("0.0.0.0", 8080));
        FakeKernel kernel = new();
        _ = kernel.Answer(static request => [request.Refuse(Errno.NoSuchFile)]);
        using SocketTable table = new(new NetlinkClient(kernel), new SocketFiles(place), place.Label);

        Assert.Equal([8080], Ports(table, 1, 65_535));
        Assert.Equal([8080], Ports(table, 1, 65_535));
        _ = Assert.Single(kernel.Requests);
    }

    [RootFact]
    public void Another_refusal_is_an_error()
    {
        (NamespaceHandle place, SocketTable _) = Create();
        FakeKernel kernel = new();
        _ = kernel.Answer(static request => [request.Refuse(Errno.OutOfMemory)]);
        using SocketTable table = new(new NetlinkClient(kernel), new SocketFiles(place), "ns-1");

        KernelException exception = Assert.Throws<KernelException>(() => table.List(Open));
        Assert.Equal((Errno.OutOfMemory, ObjectKind.Socket), (exception.Errno, exception.Subject));
        Assert.Contains("list TCP sockets in namespace 'ns-1'", exception.Message, StringComparison.Ordinal);
    }

    private (NamespaceHandle Place, SocketTable Table) Create()
    {
        NamespaceHandle place = _network.Create();
        return (place, _network.Own(SocketTable.Open(place)));
    }

    private static IEnumerable<int> Ports(SocketTable table, int lowest, int highest) =>
        table.List(Open with { LowestPort = lowest, HighestPort = highest }).Select(static one => one.LocalPort).Order();

    // What /proc does not tell is left out of the comparison.
    private static SocketEntry Common(SocketEntry socket) => socket with
    {
        Cookie = null,
        Backlog = null,
        InterfaceIndex = null,
        IsIPv6Only = null,
        LocalAddress = new IPAddress(socket.LocalAddress.GetAddressBytes()),
    };

    private static async Task<IEnumerable<string>> Ss(NamespaceHandle place, string options)
    {
        BufferedCommandResult result = await Cli.Wrap("ip").WithArguments(["netns", "exec", place.Label!, "ss", options]).ExecuteBufferedAsync();
        return result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..5]))
            .Order(StringComparer.Ordinal);
    }

    // As ss -ln prints it: state, queues, both ends.
    private static string Line(SocketEntry socket)
    {
        bool dual = socket.IsDualStack;
        string address = dual ? "*" : socket.LocalAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{socket.LocalAddress}]" : $"{socket.LocalAddress}";
        string peer = dual ? "*" : socket.LocalAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "[::]" : "0.0.0.0";
        string state = socket.State == SocketState.Listening ? "LISTEN" : "UNCONN";
        return $"{state} {socket.ReceiveQueue} {socket.Backlog ?? socket.SendQueue} {address}:{socket.LocalPort} {peer}:*";
    }
}

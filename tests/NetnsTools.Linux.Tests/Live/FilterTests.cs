using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Filters;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using NetnsTools.Linux.Tests.Support.Filters;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Filters in the real kernel: it takes what the table says, and what the tests' own machine takes.</summary>
public sealed partial class FilterTests : IDisposable
{
    private const int SnapLength = 65_535;
    private const ulong TUNSETIFF = 0x400454ca;
    private const ushort IFF_TUN_NO_PI = 0x1001;

    // Closing a packet socket takes the kernel a while: not every filter has to come in every direction.
    private static readonly CaptureFilter[] Filters =
    [
        .. FilterTable.Filters.Select(static one => one.Filter),
        .. FilterTable.Filters.Take(2).Select(static one => one.Filter with { Direction = PacketDirection.In }),
        .. FilterTable.Filters.Take(2).Select(static one => one.Filter with { Direction = PacketDirection.Out }),
    ];

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public async Task Frames_that_arrive_are_filtered_without_their_outer_tag()
    {
        (Place left, Link leftEnd, Place right, Link rightEnd) = await CreateQuietPair();
        Probes probes = Open(right.Handle, rightEnd.Index);
        using PacketProbe sender = new(left.Handle, leftEnd.Index, null);

        Pass(sender, probes.Witness, FilterTable.Frames.Values);

        Assert.All(probes.Witness.Packets, static one => Assert.NotEqual(4u, one.Facts.PacketType));
        Assert.Equal(FilterTable.Frames.Values.Select(Strip), probes.Witness.Packets.Select(static one => one.Data));
        AssertTable(probes, FilterTable.Frames.Keys, PacketDirection.In);
    }

    [RootFact]
    public async Task Frames_that_leave_are_filtered_with_all_their_tags()
    {
        (Place left, Link leftEnd, _, _) = await CreateQuietPair();
        Probes probes = Open(left.Handle, leftEnd.Index);
        using PacketProbe sender = new(left.Handle, leftEnd.Index, null);

        Pass(sender, probes.Witness, FilterTable.Frames.Values);

        Assert.Equal(FilterTable.Frames.Values, probes.Witness.Packets.Select(static one => one.Data));
        AssertTable(probes, FilterTable.Frames.Keys, PacketDirection.Out);
    }

    [RootFact]
    public async Task A_tag_that_the_kernel_took_off_does_not_count()
    {
        (Place left, Link leftEnd, Place right, Link rightEnd) = await CreateQuietPair();
        IReadOnlyList<SocketFilterInstruction> program = FilterCompiler.Compile(new CaptureFilter { Protocols = [CaptureProtocol.Tcp] }, SnapLength);
        using PacketProbe witness = new(right.Handle, rightEnd.Index, null);
        using PacketProbe received = new(right.Handle, rightEnd.Index, program);
        using PacketProbe sent = new(left.Handle, leftEnd.Index, program);
        using PacketProbe sender = new(left.Handle, leftEnd.Index, null);
        byte[] packet = Frame.IPv4(Frame.Tcp, Frame.Ports(1, 2));

        Pass(sender, witness, [Frame.Ethernet(0x0800, packet, 0x8100, 0x8100, 0x8100)]);

        Assert.Equal(Frame.Ethernet(0x0800, packet, 0x8100, 0x8100).Length, Assert.Single(received.Packets).Data.Length);
        Assert.Empty(sent.Packets);
    }

    [RootFact]
    public async Task Packets_of_loopback_are_taken_once()
    {
        Place place = _network.CreatePlace();
        await EchoPlaces.Write(place, "ipv6/conf/all/disable_ipv6", 1);
        int index = place.Route.Links.Get("lo").Index;
        Probes probes = Open(place.Handle, index);
        using PacketProbe sender = new(place.Handle, index, null);

        foreach (byte[] frame in FilterTable.Frames.Values)
        {
            sender.Send(frame);
        }

        int count = FilterTable.Frames.Count;
        Deadline.Until("all have passed twice", () => probes.Witness.Packets.Count >= 2 * count);
        Assert.Equal(count, probes.Witness.Packets.Count(static one => one.Facts == new PacketFacts(4, 772)));
        AssertMachineAgrees(probes);
        foreach ((CaptureFilter filter, PacketProbe probe) in probes.Filtered)
        {
            string[] expected = ExpectedOf(filter);
            Assert.Equal(expected.Length, probe.Packets.Count);
            Assert.All(probe.Packets, one => Assert.Equal(filter.Direction == PacketDirection.Out, one.Facts.PacketType == 4));
        }
    }

    [RootFact]
    public void Packets_of_interfaces_without_a_header_are_filtered_too()
    {
        if (!File.Exists("/dev/net/tun"))
        {
            // The tests' own machine does what it can.
            return;
        }

        Place place = _network.CreatePlace();
        using FileDescriptor tun = place.Handle.OpenFile("/dev/net/tun", ObjectKind.Link, "open a tunnel")!;
        Link link = CreateTun(place, tun);
        Probes probes = Open(place.Handle, link.Index);
        using PacketProbe sender = new(place.Handle, link.Index, null);
        Dictionary<string, byte[]> packets = FilterTable.Frames
            .Where(static one => one.Value[12..14] is [0x08, 0x00] or [0x86, 0xdd])
            .ToDictionary(static one => one.Key, static one => one.Value[14..]);

        Pass(sender, probes.Witness, packets.Values);

        Assert.All(probes.Witness.Packets, static one => Assert.Equal(new PacketFacts(4, 0xfffe), one.Facts));
        AssertTable(probes, packets.Keys, PacketDirection.Out);
    }

    [RootFact]
    public void The_kernel_takes_long_programs_with_far_jumps()
    {
        Place place = _network.CreatePlace();
        AddressPrefix[] addresses = [.. Enumerable.Range(1, 250).SelectMany(static one => FilterTable.Prefixes($"10.1.0.{one}", $"fd00::{one}"))];
        CaptureFilter filter = new() { Addresses = addresses[..300], Ports = [.. Enumerable.Range(1, 100).Select(static one => one * 2)] };
        IReadOnlyList<SocketFilterInstruction> program = FilterCompiler.Compile(filter, SnapLength);
        int index = place.Route.Links.Get("lo").Index;
        using PacketProbe witness = new(place.Handle, index, null);
        using PacketProbe probe = new(place.Handle, index, program);

        witness.Send(Frame.Ethernet(0x86dd, Frame.IPv6(Frame.Tcp, Frame.Ports(7, 200), destination: "fd00::150")));
        witness.Send(Frame.Ethernet(0x86dd, Frame.IPv6(Frame.Tcp, Frame.Ports(7, 201), destination: "fd00::150")));
        witness.Send(Frame.Ethernet(0x0800, Frame.IPv4(Frame.Udp, Frame.Ports(2, 7), "10.1.0.150")));

        Deadline.Until("two are taken", () => probe.Packets.Count >= 2);
        Deadline.Until("all have passed", () => witness.Packets.Count >= 3);
        Assert.Equal([0x86, 0x08], probe.Packets.Select(static one => (int)one.Data[12]));
    }

    [RootFact]
    public void The_kernel_takes_what_libpcap_makes()
    {
        Place place = _network.CreatePlace();
        CaptureFilter filter = new() { Protocols = [CaptureProtocol.Tcp], Expression = "port 200 or ether src 02:00:00:00:00:01" };
        IReadOnlyList<SocketFilterInstruction> program;
        try
        {
            program = FilterCompiler.Compile(filter, SnapLength);
        }
        catch (NetworkException exception)
        {
            Assert.Equal(FaultKind.NotSupported, exception.Fault);
            return;
        }

        int index = place.Route.Links.Get("lo").Index;
        using PacketProbe sender = new(place.Handle, index, null);
        using PacketProbe probe = new(place.Handle, index, program);
        sender.Send(Frame.Ethernet(0x0800, Frame.IPv4(Frame.Udp, Frame.Ports(7, 200))));
        sender.Send(Frame.Ethernet(0x0800, Frame.IPv4(Frame.Tcp, Frame.Ports(7, 201))));
        sender.Send(Frame.Ethernet(0x0800, Frame.IPv4(Frame.Tcp, Frame.Ports(7, 200))));

        Deadline.Until("one is taken", () => probe.Packets.Count > 0);
        Assert.Equal(200, Assert.Single(probe.Packets).Data[37]);
    }

    // One socket for every filter, and one that takes everything.
    private Probes Open(NamespaceHandle place, int index)
    {
        // The oldest gets every packet last.
        PacketProbe witness = _network.Own(new PacketProbe(place, index, null));
        List<(CaptureFilter, PacketProbe)> filtered = [];
        foreach (CaptureFilter filter in Filters)
        {
            filtered.Add((filter, _network.Own(new PacketProbe(place, index, FilterCompiler.Compile(filter, SnapLength)))));
        }

        return new Probes(witness, filtered);
    }

    private static void Pass(PacketProbe sender, PacketProbe witness, IEnumerable<byte[]> frames)
    {
        int count = 0;
        foreach (byte[] frame in frames)
        {
            sender.Send(frame);
            count++;
        }

        Deadline.Until("all have passed", () => witness.Packets.Count >= count);
        Assert.Equal(count, witness.Packets.Count);
    }

    // Frames that went one way are taken by filters of that way or of both.
    private static void AssertTable(Probes probes, IEnumerable<string> names, PacketDirection passed)
    {
        AssertMachineAgrees(probes);
        string[] order = [.. names];
        foreach ((CaptureFilter filter, PacketProbe probe) in probes.Filtered)
        {
            string[] expected = ExpectedOf(filter);
            bool isRightWay = filter.Direction == PacketDirection.Unknown || filter.Direction == passed;
            Assert.Equal(
                isRightWay ? probes.Witness.Packets.Where((_, index) => expected.Contains(order[index])).Select(Key) : [],
                probe.Packets.Select(Key));
        }
    }

    // Whichever way they go.
    private static string[] ExpectedOf(CaptureFilter filter) =>
        FilterTable.Filters.Single(one => one.Filter == filter with { Direction = PacketDirection.Unknown }).Expected;

    private static void AssertMachineAgrees(Probes probes)
    {
        foreach ((CaptureFilter filter, PacketProbe probe) in probes.Filtered)
        {
            IReadOnlyList<SocketFilterInstruction> program = FilterCompiler.Compile(filter, SnapLength);
            Assert.Equal(
                probes.Witness.Packets.Where(one => FilterMachine.Run(program, one.Data, one.Facts) > 0).Select(Key),
                probe.Packets.Select(Key));
        }
    }

    private static string Key(ProbedPacket packet) => $"{packet.Facts} {Convert.ToHexString(packet.Data)}";

    // The outer tag, of the types that the kernel knows as such (eth_type_vlan).
    private static byte[] Strip(byte[] frame) => frame[12..14] is [0x81, 0x00] or [0x88, 0xa8] ? [.. frame[..12], .. frame[16..]] : frame;

    // Nobody there says anything of its own accord.
    private async Task<(Place Left, Link LeftEnd, Place Right, Link RightEnd)> CreateQuietPair()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (Link leftEnd, Link rightEnd) = _network.CreatePair(left, right);
        await EchoPlaces.Write(left, "ipv6/conf/all/disable_ipv6", 1);
        await EchoPlaces.Write(right, "ipv6/conf/all/disable_ipv6", 1);
        left.Route.Links.Change(leftEnd, new LinkChange { Up = true });
        right.Route.Links.Change(rightEnd, new LinkChange { Up = true });
        using StopSignal stop = new();
        _ = LinkSettling.Settle(left.Route, leftEnd, EchoPlaces.Long, stop);
        _ = LinkSettling.Settle(right.Route, rightEnd, EchoPlaces.Long, stop);
        return (left, leftEnd, right, rightEnd);
    }

    private Link CreateTun(Place place, FileDescriptor tun)
    {
        byte[] request = new byte[40]; // struct ifreq
        string name = _network.NewLinkName();
        Encoding.ASCII.GetBytes(name).CopyTo(request, 0); // ifr_name
        MemoryMarshal.Write(request.AsSpan(16), IFF_TUN_NO_PI); // ifr_flags
        Assert.Equal(0, Control(tun, TUNSETIFF, request));
        Link link = place.Route.Links.Get(name);
        place.Route.Links.Change(link, new LinkChange { Up = true });
        return link;
    }

    private static unsafe int Control(FileDescriptor fd, ulong request, byte[] argument)
    {
        fixed (byte* pointer = argument)
        {
            return ControlRaw(fd, request, pointer);
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int ControlRaw(FileDescriptor fd, ulong request, byte* argument);

    private sealed record Probes(PacketProbe Witness, IReadOnlyList<(CaptureFilter Filter, PacketProbe Probe)> Filtered);
}

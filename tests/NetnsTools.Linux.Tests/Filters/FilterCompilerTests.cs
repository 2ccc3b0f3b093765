using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Filters;
using NetnsTools.Linux.Tests.Support.Filters;
using Xunit;

namespace NetnsTools.Linux.Tests.Filters;

/// <summary>Programs for the kernel, run by a machine of the tests.</summary>
public sealed class FilterCompilerTests
{
    private const int SnapLength = 262_144;
    private const uint Host = 0; // PACKET_HOST
    private const uint Outgoing = 4; // PACKET_OUTGOING
    private const uint Ethernet = 1; // ARPHRD_ETHER
    private const uint Loopback = 772; // ARPHRD_LOOPBACK
    private const uint NoHeader = 0xfffe; // ARPHRD_NONE

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, FilterTable.Filters.Count)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_filter_takes_the_frames_of_the_table_and_no_others(int row)
    {
        (CaptureFilter filter, string[] expected) = FilterTable.Filters[row];
        IReadOnlyList<SocketFilterInstruction> program = FilterCompiler.Compile(filter, SnapLength);

        Assert.Equal(expected.Order(StringComparer.Ordinal), Taken(program, FilterTable.Frames, Ethernet));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Taken(program, FilterTable.Frames, Loopback));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Interfaces_without_a_header_have_the_packets_alone(int row)
    {
        (CaptureFilter filter, string[] expected) = FilterTable.Filters[row];
        IReadOnlyList<SocketFilterInstruction> program = FilterCompiler.Compile(filter, SnapLength);
        Dictionary<string, byte[]> packets = FilterTable.Frames
            .Where(static one => one.Value[12..14] is [0x08, 0x00] or [0x86, 0xdd])
            .ToDictionary(static one => one.Key, static one => one.Value[14..]);

        Assert.Equal(expected.Where(packets.ContainsKey).Order(StringComparer.Ordinal), Taken(program, packets, NoHeader));
    }

    [Theory]
    [InlineData(PacketDirection.Unknown, Ethernet, true, true)]
    [InlineData(PacketDirection.In, Ethernet, true, false)]
    [InlineData(PacketDirection.Out, Ethernet, false, true)]
    [InlineData(PacketDirection.Unknown, Loopback, true, false)] // it passes twice
    [InlineData(PacketDirection.In, Loopback, true, false)]
    [InlineData(PacketDirection.Out, Loopback, false, true)]
    [InlineData(PacketDirection.Unknown, NoHeader, true, true)]
    public void Packets_are_taken_in_their_direction_and_those_of_loopback_once(PacketDirection direction, uint hardwareType, bool arrived, bool sent)
    {
        byte[] packet = hardwareType == NoHeader ? FilterTable.Frames["tcp"][14..] : FilterTable.Frames["tcp"];
        foreach (CaptureFilter filter in (CaptureFilter[])[new(), new() { Protocols = [CaptureProtocol.Tcp] }])
        {
            IReadOnlyList<SocketFilterInstruction> program = FilterCompiler.Compile(filter with { Direction = direction }, SnapLength);

            Assert.Equal(arrived ? (uint)SnapLength : 0, FilterMachine.Run(program, packet, new PacketFacts(Host, hardwareType)));
            Assert.Equal(sent ? (uint)SnapLength : 0, FilterMachine.Run(program, packet, new PacketFacts(Outgoing, hardwareType)));
        }
    }

    [Theory]
    [InlineData(801, false)] // ARPHRD_IEEE80211
    [InlineData(280, false)] // ARPHRD_CAN
    [InlineData(512, true)] // ARPHRD_PPP
    [InlineData(778, true)] // ARPHRD_IPGRE
    public void What_has_an_unknown_header_is_only_taken_unseen(uint hardwareType, bool isKnown)
    {
        PacketFacts facts = new(Host, hardwareType);
        byte[] packet = FilterTable.Frames["tcp"][14..];

        Assert.Equal(96u, FilterMachine.Run(FilterCompiler.Compile(new CaptureFilter(), 96), packet, facts));
        Assert.Equal(96u, FilterMachine.Run(FilterCompiler.Compile(new CaptureFilter { Direction = PacketDirection.In }, 96), packet, facts));
        Assert.Equal(
            isKnown ? 96u : 0,
            FilterMachine.Run(FilterCompiler.Compile(new CaptureFilter { Protocols = [CaptureProtocol.Ip] }, 96), packet, facts));
    }

    [Fact]
    public void An_empty_frame_is_taken_where_nobody_looks_into_it()
    {
        Assert.Equal(96u, FilterMachine.Run(FilterCompiler.Compile(new CaptureFilter(), 96), [], new PacketFacts(Host, Ethernet)));
        Assert.Equal(0u, FilterMachine.Run(FilterCompiler.Compile(new CaptureFilter { Ports = [80] }, 96), [], new PacketFacts(Host, NoHeader)));
    }

    [Fact]
    public void A_thousand_addresses_and_ports_are_found_across_far_jumps()
    {
        AddressPrefix[] addresses = [.. Enumerable.Range(0, 1000).Select(static one => AddressPrefix.Parse($"10.1.{one / 250}.{(one % 250) + 1}"))];
        int[] ports = [.. Enumerable.Range(0, 500).Select(static one => 1000 + (one * 2))];
        IReadOnlyList<SocketFilterInstruction> program = FilterCompiler.Compile(
            new CaptureFilter { Addresses = [.. addresses, AddressPrefix.Parse("fd01::/16")], Ports = ports }, 96);

        foreach (int one in (int[])[0, 1, 127, 128, 254, 255, 256, 499, 500, 998, 999])
        {
            Assert.True(Takes(program, $"{addresses[one].Address}", "10.2.0.1", 1, 1000 + (one % 500 * 2)));
            Assert.True(Takes(program, "10.2.0.1", $"{addresses[one].Address}", 1000 + (one % 500 * 2), 1));
            Assert.False(Takes(program, "10.2.0.1", $"{addresses[one].Address}", 1001 + (one % 500 * 2), 1));
        }

        Assert.False(Takes(program, "10.1.4.1", "10.1.3.251", 1000, 1000));
    }

    [Fact]
    public void A_filter_that_is_too_long_for_the_kernel_is_refused()
    {
        AddressPrefix[] addresses = [.. Enumerable.Range(0, 2100).Select(static one => AddressPrefix.Parse($"10.1.{one / 250}.{(one % 250) + 1}"))];

        NetworkException exception = Assert.Throws<NetworkException>(() => FilterCompiler.Compile(new CaptureFilter { Addresses = addresses }, 96));

        Assert.Equal((FaultKind.InvalidInput, ObjectKind.Capture), (exception.Fault, exception.Subject));
        Assert.Contains("4096 are the most", exception.Message, StringComparison.Ordinal);
    }

    private static bool Takes(IReadOnlyList<SocketFilterInstruction> program, string source, string destination, int sourcePort, int destinationPort)
    {
        byte[] frame = Frame.Ethernet(0x0800, Frame.IPv4(Frame.Udp, Frame.Ports(sourcePort, destinationPort), source, destination));
        return FilterMachine.Run(program, frame, new PacketFacts(Host, Ethernet)) > 0;
    }

    private static IEnumerable<string> Taken(
        IReadOnlyList<SocketFilterInstruction> program, IReadOnlyDictionary<string, byte[]> frames, uint hardwareType) =>
        frames.Where(one => FilterMachine.Run(program, one.Value, new PacketFacts(Host, hardwareType)) == SnapLength)
            .Select(static one => one.Key)
            .Order(StringComparer.Ordinal);
}

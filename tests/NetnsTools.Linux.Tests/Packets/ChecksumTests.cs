using System;
using System.Linq;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Packets;
using NetnsTools.Linux.Tests.Support;
using NetnsTools.Linux.Tests.Support.Filters;
using NetnsTools.Packets;
using Xunit;

namespace NetnsTools.Linux.Tests.Packets;

/// <summary>Whether checksums are right, wrong, or cannot be known.</summary>
public sealed class ChecksumTests
{
    private const int Header = 14; // ETH_HLEN

    public static TheoryData<int> Recorded()
    {
        TheoryData<int> rows = [];
        for (int index = 0; index < GoldenPacket.All.Count; index++)
        {
            // Of TCP and UDP those that were recorded where they are sent have no sum yet.
            if (!GoldenPacket.All[index].Frame.IsTruncated && Verdict(Decode(GoldenPacket.All[index].Frame)) == true)
            {
                rows.Add(index);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Those_of_recorded_packets_are_right_until_a_bit_changes(int index)
    {
        CapturedFrame frame = GoldenPacket.All[index].Frame;
        byte[] data = [.. frame.Data];
        data[^(1 + Padding(Decode(frame)))] ^= 1;

        Assert.False(Verdict(Decode(With(frame.LinkLayer, data))));
    }

    [Fact]
    public void Those_of_icmp_are_right_in_all_recordings()
    {
        DecodedPacket[] packets = [.. GoldenPacket.All.Where(static packet => !packet.Frame.IsTruncated).Select(static packet => Decode(packet.Frame))];
        bool?[] verdicts = [.. packets.Where(static packet => packet.Icmp?.Version == 6).Select(Verdict)];

        Assert.True(verdicts.Length > 10, $"only {verdicts.Length}");
        Assert.DoesNotContain(false, verdicts);
        Assert.Contains(packets, static packet => packet.Icmp is { Version: 4, IsChecksumValid: true });
    }

    [Fact]
    public void A_wrong_ip_header_is_told()
    {
        byte[] data = [.. GoldenPacket.Of("Flags [S]").Frame.Data];
        Assert.True(Decode(With(LinkLayer.Ethernet, data)).IPv4!.IsChecksumValid);
        data[Header + 8]--; // ip_ttl

        Assert.False(Decode(With(LinkLayer.Ethernet, data)).IPv4!.IsChecksumValid);
    }

    [Theory]
    [InlineData(Frame.Tcp, 16)]
    [InlineData(Frame.Udp, 6)]
    public void One_is_right_or_wrong_or_not_there_yet(byte protocol, int offset)
    {
        byte[] right = Summed(protocol, offset);
        byte[] wrong = [.. right];
        wrong[^1] ^= 1;

        Assert.True(Verdict(Decode(With(LinkLayer.Ethernet, right))));
        Assert.False(Verdict(Decode(With(LinkLayer.Ethernet, wrong))));
        Assert.Null(Verdict(Decode(With(LinkLayer.Ethernet, wrong, isPending: true))));
    }

    [Theory]
    [InlineData(Header + 6, 0x20)] // IP_MF
    [InlineData(Header + 20 + 5, 1)] // uh_ulen: longer than the packet
    public void A_part_tells_nothing(int offset, byte bits)
    {
        byte[] data = Summed(Frame.Udp, 6);
        data[offset] += bits;
        DecodedPacket packet = Decode(With(LinkLayer.Ethernet, data));

        Assert.NotNull(packet.Udp);
        Assert.Null(packet.Udp.IsChecksumValid);
    }

    [Fact]
    public void A_cut_packet_tells_nothing()
    {
        byte[] data = Summed(Frame.Udp, 6);
        CapturedFrame cut = new() { TimestampNanoseconds = 0, Data = data[..^1], OriginalLength = data.Length };

        Assert.NotNull(Decode(cut).Udp);
        Assert.Null(Verdict(Decode(cut)));
    }

    [Fact]
    public void A_datagram_without_one_has_none()
    {
        byte[] data = Summed(Frame.Udp, 6);
        data.AsSpan(Header + 20 + 6, 2).Clear();

        Assert.Null(Verdict(Decode(With(LinkLayer.Ethernet, data))));
    }

    [Theory]
    [InlineData("8307 04 0a00000b 00", true)] // IPOPT_LSRR to 10.0.0.11, not there yet
    [InlineData("8907 04 0a00000b 00", true)] // IPOPT_SSRR
    [InlineData("01 8307 04 0a00000b", true)]
    [InlineData("8307 08 0a00000b 00", false)] // it has gone all its way
    [InlineData("0707 04 0a00000b 00", false)] // IPOPT_RR: where it was
    [InlineData("00 8307 04 0a00000b", false)]
    public void A_packet_with_a_route_is_for_its_last_stop(string options, bool isUnderWay)
    {
        // 10.0.0.10 to 10.0.0.20, of which the sum knows that it is for 10.0.0.11 where that is so.
        const string Datagram = "04000009 000a 0000 6869";
        byte[] frame = [.. GoldenPacket.Ethernet("0200000000fe 0200000000fd 0800 4700 0026 0000 0000 4011 0000 0a00000a 0a000014" + options + Datagram).Data];
        int sum = 0x0a00 + 0x000a + 0x0a00 + (isUnderWay ? 0x000b : 0x0014) + 17 + 10 + 0x0400 + 0x0009 + 0x000a + 0x6869;
        sum = ~((sum & 0xffff) + (sum >> 16)) & 0xffff;
        (frame[^4], frame[^3]) = ((byte)(sum >> 8), (byte)sum);

        Assert.True(Verdict(Decode(With(LinkLayer.Ethernet, frame))));
    }

    private static bool? Verdict(DecodedPacket packet) =>
        packet.Tcp?.IsChecksumValid ?? packet.Udp?.IsChecksumValid ?? packet.Icmp?.IsChecksumValid;

    // What is behind the IP packet.
    private static int Padding(DecodedPacket packet)
    {
        int header = packet.Layers[0] switch
        {
            EthernetLayer => EthernetLayer.HeaderLength,
            CookedLayer { InterfaceIndex: null } => CookedLayer.HeaderLength,
            CookedLayer => CookedLayer.HeaderLength2,
            _ => 0,
        };
        int length = packet.IPv4 is { } four ? four.TotalLength : IPv6Layer.HeaderLength + packet.IPv6!.PayloadLength;
        return Math.Max(packet.Length - header - (packet.Vlans.Count * VlanLayer.HeaderLength) - length, 0);
    }

    // A frame with ports, a few bytes and the sum of all that counts, added up anew.
    private static byte[] Summed(byte protocol, int offset)
    {
        byte[] segment = [.. Frame.Ports(1024, 9), 0x68, 0x69];
        (segment[4], segment[5], segment[12]) = protocol == Frame.Udp ? ((byte)0, (byte)segment.Length, (byte)0) : ((byte)1, (byte)2, (byte)0x50);
        int sum = 0x0a00 + 0x000a + 0x0a00 + 0x0014 + protocol + segment.Length;
        for (int index = 0; index < segment.Length; index += 2)
        {
            sum += (segment[index] << 8) | segment[index + 1];
        }

        sum = ~((sum & 0xffff) + (sum >> 16)) & 0xffff;
        (segment[offset], segment[offset + 1]) = ((byte)(sum >> 8), (byte)sum);
        return Frame.Ethernet(0x0800, Frame.IPv4(protocol, segment));
    }

    private static DecodedPacket Decode(CapturedFrame frame) => PacketDecoder.Decode(frame);

    private static CapturedFrame With(LinkLayer linkLayer, byte[] data, bool isPending = false) =>
        new() { TimestampNanoseconds = 0, Data = data, OriginalLength = data.Length, LinkLayer = linkLayer, IsChecksumPending = isPending };
}

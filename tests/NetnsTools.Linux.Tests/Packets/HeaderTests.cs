using System.Linq;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Packets;
using NetnsTools.Linux.Tests.Support.Filters;
using NetnsTools.Packets;
using Xunit;

namespace NetnsTools.Linux.Tests.Packets;

/// <summary>The fields of headers that a packet's line does not show.</summary>
public sealed class HeaderTests
{
    private const int EthernetPadded = 60; // ETH_ZLEN

    [Theory]
    [InlineData(32_768)]
    [InlineData(40_000)]
    [InlineData(65_507)]
    public void A_long_datagram_is_one(int length)
    {
        DecodedPacket four = Decode(Frame.Ethernet(0x0800, Frame.IPv4(Frame.Udp, Datagram(length))));
        DecodedPacket six = Decode(Frame.Ethernet(0x86dd, Frame.IPv6(Frame.Udp, Datagram(length))));

        Assert.Null(four.Problem);
        Assert.Equal((length, length), (four.PayloadLength, four.Udp!.PayloadLength));
        Assert.Equal($"IP6 fd00::10.1024 > fd00::20.9: UDP, length {length}", PacketSummary.Of(six));
    }

    [Fact]
    public void The_first_fragment_of_a_long_datagram_says_how_long_it_is()
    {
        byte[] part = Datagram(40_000)[..1480];

        DecodedPacket packet = Decode(Frame.Ethernet(0x0800, Frame.IPv4(Frame.Udp, part, more: true)));

        Assert.Null(packet.Problem);
        Assert.Equal("IP 10.0.0.10.1024 > 10.0.0.20.9: UDP, length 40000", PacketSummary.Of(packet));
        Assert.Equal(1472, packet.PayloadLength);
    }

    [Fact]
    public void The_padding_of_a_short_frame_is_no_payload()
    {
        byte[] four = Frame.Ethernet(0x0800, Frame.IPv4(Frame.Udp, Datagram(3)));
        byte[] six = Frame.Ethernet(0x86dd, Frame.IPv6(59, [1, 2]));
        byte[] arp = Frame.Ethernet(0x0806, Frame.Arp(1, "10.0.0.10", "10.0.0.20"));

        Assert.Equal(3, Decode([.. four, .. new byte[EthernetPadded - four.Length]]).Payload.Length);
        Assert.Equal(2, Decode([.. six, .. new byte[10]]).Payload.Length);
        Assert.Equal(0, Decode([.. arp, .. new byte[EthernetPadded - arp.Length]]).Payload.Length);
        Assert.Equal(4, Decode([.. Frame.Ethernet(4, [1, 2, 3, 4]), .. new byte[40]]).Payload.Length);
    }

    [Fact]
    public void Fields_are_where_the_standards_have_them()
    {
        byte[] bytes = Frame.IPv4(200, [], options: 1, offset: 184);
        bytes[1] = 0xba; // DSCP 46, ECN 2
        IPv4Layer four = Decode(Frame.Ethernet(0x0800, bytes)).IPv4!;

        Assert.Equal((46, 2, 184, 24), (four.Dscp, four.Ecn, four.FragmentOffset, four.HeaderLength));
        Assert.True(four.IsFragment);
        Assert.Equal([1, 1, 1, 1], four.Options);

        bytes = Frame.IPv6(59, []);
        (bytes[0], bytes[1], bytes[2], bytes[3]) = (0x6b, 0xa1, 0x23, 0x45);
        IPv6Layer six = Decode(Frame.Ethernet(0x86dd, bytes)).IPv6!;

        Assert.Equal((46, 2, 0x12345), (six.Dscp, six.Ecn, six.FlowLabel));
    }

    [Fact]
    public void A_tag_has_a_number_a_priority_and_says_what_may_be_dropped()
    {
        byte[] frame = Frame.Ethernet(0x0800, Frame.IPv4(200, []), 0x8100, 0x8100);
        (frame[14], frame[15]) = (0xb0, 0x07);

        VlanLayer[] tags = [.. Decode(frame).Vlans];

        Assert.Equal((7, 5, true), (tags[0].Id, tags[0].Priority, tags[0].DropEligible));
        Assert.Equal((101, 0, false), (tags[1].Id, tags[1].Priority, tags[1].DropEligible));
    }

    [Fact]
    public void Extension_headers_have_their_lengths()
    {
        byte[] inside = Frame.Authentication(60, Frame.Extension(Frame.Udp, Datagram(5), units: 1), words: 5);

        DecodedPacket packet = Decode(Frame.Ethernet(0x86dd, Frame.IPv6(51, inside)));

        Assert.Equal([32, 16], packet.IPv6!.ExtensionHeaders.Select(static header => header.Data.Length));
        Assert.Equal((IPProtocol.Ah, IPProtocol.Udp), (packet.IPv6.NextHeader, packet.IPv6.Protocol));
        Assert.Equal(5, packet.PayloadLength);
    }

    [Theory]
    [InlineData(1, "10.0.0.10", "10.0.0.20", false, false)]
    [InlineData(1, "10.0.0.10", "10.0.0.10", true, false)]
    [InlineData(2, "10.0.0.10", "10.0.0.10", true, false)]
    [InlineData(1, "0.0.0.0", "10.0.0.10", false, true)]
    [InlineData(2, "0.0.0.0", "10.0.0.10", false, false)]
    [InlineData(1, "0.0.0.0", "0.0.0.0", false, true)]
    public void Announcements_and_probes_are_told_from_questions(int operation, string sender, string target, bool isGratuitous, bool isProbe)
    {
        ArpLayer arp = Decode(Frame.Ethernet(0x0806, Frame.Arp(operation, sender, target))).Arp!;

        Assert.Equal((isGratuitous, isProbe), (arp.IsGratuitous, arp.IsProbe));
    }

    [Fact]
    public void Reverse_questions_are_arp_of_another_type() => Assert.Equal(
        "ARP, Reverse Request who-is 00:00:00:00:00:00 tell 02:00:00:00:00:fd, length 28",
        PacketSummary.Of(Decode(Frame.Ethernet(0x8035, Frame.Arp(3, "10.0.0.10", "10.0.0.20")))));

    [Theory]
    [InlineData(12)]
    [InlineData(14)]
    [InlineData(101)]
    public void Bare_packets_have_more_than_one_number(int linkLayer) => Assert.Equal(
        "IP 10.0.0.10.1024 > 10.0.0.20.9: UDP, length 3",
        PacketSummary.Of(Decode(Frame.IPv4(Frame.Udp, Datagram(3)), (LinkLayer)linkLayer)));

    [Theory]
    [InlineData(0x1ff, "FSRP.UEWe")]
    [InlineData(0, "none")]
    public void Flags_have_letters(int flags, string letters)
    {
        byte[] segment = [.. Frame.Ports(1, 2)];
        (segment[12], segment[13]) = ((byte)(0x50 | (flags >> 8)), (byte)flags);

        Assert.Equal(letters, Decode(Frame.Ethernet(0x0800, Frame.IPv4(Frame.Tcp, segment))).Tcp!.FlagText);
    }

    // A port, and zeros.
    private static byte[] Datagram(int length) =>
        [4, 0, 0, 9, (byte)((length + 8) >> 8), (byte)(length + 8), 0, 0, .. new byte[length]];

    private static DecodedPacket Decode(byte[] data, LinkLayer linkLayer = LinkLayer.Ethernet) => PacketDecoder.Decode(
        new CapturedFrame { TimestampNanoseconds = 0, Data = data, OriginalLength = data.Length, LinkLayer = linkLayer });
}

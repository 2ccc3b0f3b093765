using System;
using System.Linq;
using System.Text;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Capture.Files;

/// <summary>What the format allows and the tools here do not write.</summary>
public sealed class PcapngReadingTests
{
    private const ulong Microseconds = 1_700_000_000_123_456;
    private const long Nanoseconds = 1_700_000_000_123_456_000;

    private static readonly byte[] Bytes = [1, 2, 3, 4, 5];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Either_byte_order_is_read(bool isBigEndian)
    {
        PcapngFile file = new(isBigEndian);
        CapturedFrame frame = Assert.Single(CaptureFiles.Read(file
            .Section()
            .Interface(113, 96, file.Option(2, "eth0"), file.Option(3, "network namespace ns-2"), file.Option(0))
            .Packet(Microseconds, Bytes, original: 1500, options: file.Option(2, file.UInt32(0b1_0000_1001)))
            .ToArray()));

        Assert.Equal(Nanoseconds, frame.TimestampNanoseconds);
        Assert.Equal(Bytes, frame.Data);
        Assert.Equal(1500, frame.OriginalLength);
        Assert.Equal(LinkLayer.LinuxCooked, frame.LinkLayer);
        Assert.Equal("eth0", frame.Interface);
        Assert.Equal("ns-2", frame.Namespace);
        Assert.Equal(PacketDirection.In, frame.Direction);
        Assert.Equal(PacketReception.Multicast, frame.Reception);
        Assert.False(frame.IsChecksumPending);
    }

    [Theory]
    [InlineData(0x00, 1_700_000_000, 1_700_000_000_000_000_000)]
    [InlineData(0x03, 1_700_000_000_123, 1_700_000_000_123_000_000)]
    [InlineData(0x06, 1_700_000_000_123_456, 1_700_000_000_123_456_000)]
    [InlineData(0x09, 1_700_000_000_123_456_789, 1_700_000_000_123_456_789)]
    [InlineData(0x0a, 17_000_000_001_234_567_899, 1_700_000_000_123_456_789)]
    [InlineData(0x0c, 1_700_000_000_123_456_789, 1_700_000_000_123_456)]
    [InlineData(0x1c, ulong.MaxValue, 1)]
    [InlineData(0x1d, ulong.MaxValue, 0)]
    [InlineData(0x7f, ulong.MaxValue, 0)]
    [InlineData(0x80, 1_700_000_000, 1_700_000_000_000_000_000)]
    [InlineData(0x81, 3, 1_500_000_000)]
    [InlineData(0x8a, (1_700_000_000UL << 10) + 512, 1_700_000_000_500_000_000)]
    [InlineData(0xa0, (1_700_000_000UL << 32) + (1UL << 30), 1_700_000_000_250_000_000)]
    [InlineData(0xff, ulong.MaxValue, 0)]
    // Beyond the years that nanoseconds of 64 bits have.
    [InlineData(0x00, ulong.MaxValue, long.MaxValue)]
    [InlineData(0x06, ulong.MaxValue, long.MaxValue)]
    [InlineData(0x09, ulong.MaxValue, long.MaxValue)]
    [InlineData(0x09, (ulong)long.MaxValue, long.MaxValue)]
    [InlineData(0x80, ulong.MaxValue, long.MaxValue)]
    public void Every_resolution_is_read(byte resolution, ulong time, long nanoseconds)
    {
        PcapngFile file = new(isBigEndian: false);
        Assert.Equal(nanoseconds, ReadTime(file.Section().Interface(1, 0, file.Option(9, resolution)).Packet(time, Bytes)));
    }

    [Theory]
    [InlineData(1_000_000_000, 1_000_000_000_123_456_000)]
    [InlineData(-1, -876_544_000)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MinValue)]
    public void An_offset_is_added(long seconds, long nanoseconds)
    {
        PcapngFile file = new(isBigEndian: true);
        Assert.Equal(nanoseconds, ReadTime(file.Section().Interface(1, 0, file.Option(14, file.Int64(seconds))).Packet(123_456, Bytes)));
    }

    [Fact]
    public void Each_section_has_its_own_interfaces_and_byte_order()
    {
        PcapngFile first = new(isBigEndian: false);
        PcapngFile second = new(isBigEndian: true);
        _ = second.Section().Interface(228, 0, second.Option(2, "two"), second.Option(9, 9)).Packet(Microseconds, [2]);
        _ = first.Section().Interface(1, 0, first.Option(2, "one")).Packet(Microseconds, [1]).Then(second);

        CapturedFrame[] frames = CaptureFiles.Read(first.ToArray());

        Assert.Equal(["one", "two"], frames.Select(static frame => frame.Interface));
        Assert.Equal([LinkLayer.Ethernet, LinkLayer.IPv4], frames.Select(static frame => frame.LinkLayer));
        Assert.Equal([Nanoseconds, (long)Microseconds], frames.Select(static frame => frame.TimestampNanoseconds));
    }

    [Fact]
    public void Simple_packets_are_cut_where_their_interface_says()
    {
        PcapngFile file = new(isBigEndian: false);
        CapturedFrame[] frames = CaptureFiles.Read(file
            .Section().Interface(1, 5).SimplePacket(5, Bytes).SimplePacket(1500, Bytes).SimplePacket(2, [1, 2]).ToArray());

        Assert.Equal([5, 1500, 2], frames.Select(static frame => frame.OriginalLength));
        Assert.Equal<byte[]>([Bytes, Bytes, [1, 2]], frames.Select(static frame => frame.Data));
        Assert.All(frames, static frame => Assert.Equal(0, frame.TimestampNanoseconds));
    }

    [Fact]
    public void Obsolete_packets_are_read()
    {
        PcapngFile file = new(isBigEndian: true);
        CapturedFrame frame = Assert.Single(CaptureFiles.Read(file
            .Section().Interface().Interface(1, 0, file.Option(2, "eth1"))
            .ObsoletePacket(Microseconds, Bytes, id: 1, drops: 7, options: file.Option(2, file.UInt32(2))).ToArray()));

        Assert.Equal("eth1", frame.Interface);
        Assert.Equal(PacketDirection.Out, frame.Direction);
        Assert.Equal(Nanoseconds, frame.TimestampNanoseconds);
        Assert.Equal(Bytes, frame.Data);
    }

    [Fact]
    public void Blocks_without_packets_are_passed_over()
    {
        PcapngFile file = new(isBigEndian: false);
        _ = file.Section().Interface();
        foreach (uint type in (uint[])[4, 5, 9, 10, 0xbad, 0x40000bad, 0x80000001, 0])
        {
            // The last is larger than what is held at a time.
            _ = file.Block(type, new byte[type == 0 ? 1_000_000 : 16]).Packet(Microseconds, BitConverter.GetBytes(type));
        }

        Assert.Equal<uint>(
            [4, 5, 9, 10, 0xbad, 0x40000bad, 0x80000001, 0],
            CaptureFiles.Read(file.ToArray()).Select(static frame => BitConverter.ToUInt32(frame.Data)));
    }

    [Fact]
    public void Options_that_are_not_known_are_passed_over()
    {
        PcapngFile file = new(isBigEndian: false);
        CapturedFrame frame = Assert.Single(CaptureFiles.Read(file
            .Section()
            .Interface(1, 0, file.Option(1, "comment"), file.Option(2988, [1, 2, 3]), file.Option(2, "eth0"), file.Option(0))
            .Packet(Microseconds, Bytes, 0, null, file.Option(1, "comment"), file.Option(4, file.Int64(3)), file.Option(2, file.UInt32(2)), file.Option(0))
            .ToArray()));

        Assert.Equal("eth0", frame.Interface);
        Assert.Equal(PacketDirection.Out, frame.Direction);
    }

    [Fact]
    public void Nothing_is_read_behind_the_last_option()
    {
        PcapngFile file = new(isBigEndian: false);
        CapturedFrame frame = Assert.Single(CaptureFiles.Read(file
            .Section().Interface(1, 0, file.Option(0), [2, 0, 255, 255]).Packet(Microseconds, Bytes).ToArray()));

        Assert.Null(frame.Interface);
    }

    [Fact]
    public void A_link_layer_that_is_not_known_keeps_its_number()
    {
        CapturedFrame frame = Assert.Single(CaptureFiles.Read(new PcapngFile(isBigEndian: false)
            .Section().Interface(50_000).Packet(Microseconds, Bytes).ToArray()));

        Assert.Equal((LinkLayer)50_000, frame.LinkLayer);
    }

    [Fact]
    public void A_length_without_the_padding_is_understood()
    {
        PcapngFile file = new(isBigEndian: false);
        byte[] body = [.. file.UInt32(5), .. Bytes, 0, 0, 0];
        CapturedFrame[] frames = CaptureFiles.Read(file
            .Section().Interface().Block(3, body, length: 21).SimplePacket(5, Bytes).ToArray());

        Assert.Equal<byte[]>([Bytes, Bytes], frames.Select(static frame => frame.Data));
    }

    [Theory]
    [InlineData(0u, 5)]
    [InlineData(4u, 5)]
    [InlineData(uint.MaxValue, int.MaxValue)]
    public void An_original_length_that_cannot_be_is_made_one_that_can(uint stated, int original)
    {
        CapturedFrame frame = Assert.Single(CaptureFiles.Read(new PcapngFile(isBigEndian: false)
            .Section().Interface().Packet(Microseconds, Bytes, original: stated).ToArray()));

        Assert.Equal(original, frame.OriginalLength);
    }

    [Theory]
    [InlineData("a bridge", null)]
    [InlineData("network namespace", null)]
    [InlineData("network namespace ", null)]
    [InlineData("network namespace a b", "a b")]
    [InlineData("network namespace ns-2\0", "ns-2")]
    public void Only_the_description_that_is_written_here_names_a_namespace(string description, string? name)
    {
        PcapngFile file = new(isBigEndian: false);
        CapturedFrame frame = Assert.Single(CaptureFiles.Read(file
            .Section().Interface(1, 0, file.Option(3, description)).Packet(Microseconds, Bytes).ToArray()));

        Assert.Equal(name, frame.Namespace);
    }

    [Fact]
    public void A_name_that_goes_on_and_on_is_cut()
    {
        PcapngFile file = new(isBigEndian: false);
        CapturedFrame frame = Assert.Single(CaptureFiles.Read(file
            .Section().Interface(1, 0, file.Option(2, new string('x', 60_000))).Packet(Microseconds, Bytes).ToArray()));

        Assert.Equal(512, Encoding.UTF8.GetByteCount(frame.Interface!));
    }

    private static long ReadTime(PcapngFile file) => Assert.Single(CaptureFiles.Read(file.ToArray())).TimestampNanoseconds;
}

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Files;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Capture.Files;

/// <summary>Files that tcpdump, dumpcap and editcap wrote, with what tshark says of them.</summary>
public sealed class RecordedFileTests
{
    // tshark -r FILE -T fields -e frame.time_epoch -e frame.len
    private static readonly (long Nanoseconds, int Length)[] AtLeft =
    [
        (1795540922_434258795, 42), (1795540922_434287327, 42), (1795540922_434291013, 98), (1795540922_434408057, 98),
        (1795540922_637103136, 98), (1795540922_637138059, 98), (1795540922_640479555, 86), (1795540922_640516560, 86),
        (1795540922_640522399, 118), (1795540922_640531673, 118), (1795540922_841076939, 118), (1795540922_841110819, 118),
        (1795540922_844428250, 98), (1795540922_844440718, 98),
    ];

    private static readonly PacketDirection[] Directions =
    [
        PacketDirection.Out, PacketDirection.In, PacketDirection.Out, PacketDirection.In,
        PacketDirection.Out, PacketDirection.In, PacketDirection.Out, PacketDirection.In,
    ];

    public static TheoryData<string> Captures => [.. GoldenFile.Captures];

    [Fact]
    public void A_file_of_tcpdump_with_nanoseconds_is_read()
    {
        CapturedFrame[] frames = Read("capture-tcpdump-nano.pcap");

        Assert.Equal(AtLeft[..8], Summary(frames));
        Assert.All(frames, static frame =>
        {
            Assert.Equal(LinkLayer.Ethernet, frame.LinkLayer);
            Assert.Equal(PacketDirection.Unknown, frame.Direction);
            Assert.Equal(PacketReception.Unknown, frame.Reception);
            Assert.Null(frame.Interface);
            Assert.Null(frame.Namespace);
            Assert.False(frame.IsTruncated);
            Assert.False(frame.IsChecksumPending);
        });
        Assert.Equal("FFFFFFFFFFFF0200000000010806", Convert.ToHexString(frames[0].Data[..14]));
        Assert.Equal("0A000014", Convert.ToHexString(frames[0].Data[^4..]));
    }

    [Fact]
    public void A_file_of_tcpdump_with_microseconds_is_read()
    {
        CapturedFrame[] frames = Read("capture-tcpdump.pcap");

        Assert.Equal(AtLeft[..8].Select(static one => (one.Nanoseconds / 1000 * 1000, one.Length)), Summary(frames));
        AssertSameBytes(Read("capture-tcpdump-nano.pcap"), frames);
    }

    [Fact]
    public void A_file_with_longer_records_is_read()
    {
        CapturedFrame[] frames = Read("capture-modified.pcap");

        AssertSameBytes(Read("capture-tcpdump.pcap")[..4], frames);
        Assert.Equal(AtLeft[..4].Select(static one => (one.Nanoseconds / 1000 * 1000, one.Length)), Summary(frames));
    }

    [Theory]
    [InlineData("capture-cooked.pcap", LinkLayer.LinuxCooked, 16)]
    [InlineData("capture-cooked2.pcap", LinkLayer.LinuxCooked2, 20)]
    public void A_file_of_all_interfaces_says_the_directions(string name, LinkLayer linkLayer, int headerLength)
    {
        CapturedFrame[] frames = Read(name);

        Assert.All(frames, frame => Assert.Equal(linkLayer, frame.LinkLayer));
        Assert.Equal(Directions, frames.Select(static frame => frame.Direction));
        Assert.Equal(
            Directions.Select(static way => way == PacketDirection.In ? PacketReception.Host : PacketReception.Unknown),
            frames.Select(static frame => frame.Reception));
        Assert.Equal(AtLeft[0].Length - 14 + headerLength, frames[0].OriginalLength);
    }

    [Fact]
    public void A_file_of_dumpcap_is_read()
    {
        CapturedFrame[] frames = Read("capture-dumpcap.pcapng");

        // tshark -r FILE -T fields -e frame.time_epoch -e frame.len -e frame.interface_name
        (long, int)[] right =
        [
            (1795540922_434271454, 42), (1795540922_434286496, 42), (1795540922_434292725, 98), (1795540922_434407336, 98),
            (1795540922_637117878, 98), (1795540922_637136596, 98), (1795540922_640489350, 86), (1795540922_640515779, 86),
            (1795540922_640523991, 118), (1795540922_640531142, 118), (1795540922_841092762, 118), (1795540922_841109898, 118),
        ];
        Assert.Equal(right, Summary(frames));
        Assert.All(frames, static frame => Assert.Equal("veth-2", frame.Interface));
        AssertSameBytes(Read("capture-tcpdump.pcap"), frames[..8]);
    }

    [Fact]
    public void A_file_of_two_interfaces_says_which_and_what_was_cut()
    {
        CapturedFrame[] frames = Read("capture-dumpcap-two.pcapng");

        Assert.Equal(AtLeft, Summary(frames));
        Assert.Equal([.. Enumerable.Repeat("veth-1", 12), "lo", "lo"], frames.Select(static frame => frame.Interface));
        Assert.Equal([60, 60], frames[^2..].Select(static frame => frame.Data.Length));
        Assert.Equal([.. Enumerable.Repeat(false, 12), true, true], frames.Select(static frame => frame.IsTruncated));
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void A_packed_file_is_read_like_the_file(string name)
    {
        byte[] file = GoldenFile.Read(name);
        MemoryStream packed = new();
        using (GZipStream packing = new(packed, CompressionLevel.Optimal))
        {
            packing.Write(file);
        }

        CapturedFrame[] frames = CaptureFiles.Read(packed.ToArray());

        Assert.NotEmpty(frames);
        AssertSameBytes(CaptureFiles.Read(file), frames);
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void A_file_that_comes_byte_by_byte_is_read_like_the_file(string name)
    {
        byte[] file = GoldenFile.Read(name);
        using CaptureFileReader reader = CaptureFileReader.Open(new TricklingStream(file));

        AssertSameBytes(CaptureFiles.Read(file), [.. reader.Read()]);
    }

    [Fact]
    public void What_was_read_from_tcpdump_is_written_as_tcpdump_wrote_it()
    {
        byte[] file = GoldenFile.Read("capture-tcpdump-nano.pcap");

        Assert.Equal(file, CaptureFiles.Write(CaptureFileFormat.Pcap, CaptureFiles.Read(file)));
    }

    private static CapturedFrame[] Read(string name) => CaptureFiles.Read(GoldenFile.Read(name));

    private static IEnumerable<(long Nanoseconds, int Length)> Summary(IEnumerable<CapturedFrame> frames) =>
        frames.Select(static frame => (frame.TimestampNanoseconds, frame.OriginalLength));

    private static void AssertSameBytes(CapturedFrame[] expected, CapturedFrame[] actual) =>
        Assert.Equal(expected.Select(static frame => frame.Data), actual.Select(static frame => frame.Data));

    private sealed class TricklingStream(byte[] file) : MemoryStream(file)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}

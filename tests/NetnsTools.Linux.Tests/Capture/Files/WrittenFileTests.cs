using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Files;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Capture.Files;

/// <summary>Files that are written here, byte for byte and read again.</summary>
public sealed class WrittenFileTests
{
    private const long Time = 1_700_000_000_123_456_789; // 0x17979cfe_3d85cd15

    private static CapturedFrame Frame { get; } = new() { TimestampNanoseconds = Time, Data = [1, 2, 3, 4, 5], OriginalLength = 5 };

    public static TheoryData<CaptureFileFormat> Formats => [.. Enum.GetValues<CaptureFileFormat>()];

    [Fact]
    public void A_pcapng_file_has_a_section_its_interfaces_packets_and_statistics()
    {
        MemoryStream file = new();
        using (CaptureFileWriter writer = CaptureFileWriter.Open(file, CaptureFileFormat.Pcapng, new CaptureFileOptions { SnapLength = 96, Filter = "tcp" }))
        {
            writer.Write(new CapturedFrame
            {
                TimestampNanoseconds = Time,
                Data = [1, 2, 3, 4, 5],
                OriginalLength = 1500,
                Direction = PacketDirection.In,
                Reception = PacketReception.Broadcast,
                Interface = "veth-1",
                Namespace = "ns-1",
                IsChecksumPending = true,
            });
            writer.Write(Frame);
            writer.WriteStatistics(new CaptureFileStatistics
            {
                Interface = "veth-1",
                Namespace = "ns-1",
                StartNanoseconds = Time - 1,
                EndNanoseconds = Time,
                Received = 7,
                Dropped = 5,
            });
        }

        byte[] system = Encoding.ASCII.GetBytes($"Linux {Environment.OSVersion.Version.ToString(3)}");
        byte[] program = Encoding.ASCII.GetBytes($"NetnsTools {typeof(CaptureFileWriter).Assembly.GetName().Version!.ToString(3)}");
        string section =
            "0A0D0D0A" + Length(28 + 4 + Aligned(system) + 4 + Aligned(program) + 4) + "4D3C2B1A" + "0100" + "0000" + "FFFFFFFFFFFFFFFF" // SHB
            + Option(3, system) // shb_os
            + Option(4, program) // shb_userappl
            + "00000000" + Length(28 + 4 + Aligned(system) + 4 + Aligned(program) + 4);
        string veth =
            "01000000" + "50000000" + "0100" + "0000" + "60000000" // IDB: LinkType, SnapLen
            + "02000600" + "766574682D310000" // if_name
            + "03001600" + "6E6574776F726B206E616D657370616365206E732D310000" // if_description: network namespace ns-1
            + "09000100" + "09000000" // if_tsresol
            + "0B000400" + "00746370" // if_filter
            + "00000000" + "50000000";
        string first =
            "06000000" + "34000000" + "00000000" // EPB: interface id
            + "FE9C9717" + "15CD853D" + "05000000" + "DC050000" // time, lengths
            + "0102030405000000"
            + "02000400" + "0D020000" // epb_flags: inbound, broadcast, checksum not ready
            + "00000000" + "34000000";
        string nameless =
            "01000000" + "28000000" + "0100" + "0000" + "60000000"
            + "09000100" + "09000000"
            + "0B000400" + "00746370"
            + "00000000" + "28000000";
        string second =
            "06000000" + "28000000" + "01000000"
            + "FE9C9717" + "15CD853D" + "05000000" + "05000000"
            + "0102030405000000"
            + "28000000";
        string statistics =
            "05000000" + "4C000000" + "00000000" + "FE9C9717" + "15CD853D" // ISB: interface id, time
            + "02000800" + "FE9C9717" + "14CD853D" // isb_starttime
            + "03000800" + "FE9C9717" + "15CD853D" // isb_endtime
            + "04000800" + "0700000000000000" // isb_ifrecv
            + "05000800" + "0500000000000000" // isb_ifdrop
            + "00000000" + "4C000000";
        Assert.Equal(section + veth + first + nameless + second + statistics, Convert.ToHexString(file.ToArray()));
    }

    [Fact]
    public void A_pcap_file_has_a_header_and_packets() => Assert.Equal(
        "4D3CB2A1" + "0200" + "0400" + "00000000" + "00000000" + "00000400" + "71000000"
            + "00F15365" + "15CD5B07" + "05000000" + "05000000" + "0102030405",
        Convert.ToHexString(CaptureFiles.Write(CaptureFileFormat.Pcap, [With(LinkLayer.LinuxCooked)])));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Packets_of_any_length_come_back(CaptureFileFormat format)
    {
#pragma warning disable CA5394 // Repeatable on purpose.
        Random random = new(20261125);
        List<CapturedFrame> frames = [];
        foreach (int length in (int[])[.. Enumerable.Range(0, 70), 65_535, 65_536, 262_144, 262_145, 1_000_003, 16 * 1024 * 1024])
        {
            byte[] data = new byte[length];
            random.NextBytes(data);
            // Not of a network: those have a limit of their own.
            frames.Add(new CapturedFrame
            {
                TimestampNanoseconds = Time + length,
                Data = data,
                OriginalLength = length + (length % 2),
                LinkLayer = (LinkLayer)147,
            });
        }
#pragma warning restore CA5394

        CapturedFrame[] back = CaptureFiles.Read(CaptureFiles.Write(format, frames));

        Assert.Equal(frames.Select(static frame => frame.TimestampNanoseconds), back.Select(static frame => frame.TimestampNanoseconds));
        Assert.Equal(frames.Select(static frame => frame.OriginalLength), back.Select(static frame => frame.OriginalLength));
        Assert.All(frames.Zip(back), static pair => Assert.True(pair.First.Data.AsSpan().SequenceEqual(pair.Second.Data)));
    }

    [Fact]
    public void All_that_is_known_of_a_packet_comes_back_from_pcapng()
    {
        List<CapturedFrame> frames = [];
        foreach (PacketDirection direction in Enum.GetValues<PacketDirection>())
        {
            foreach (PacketReception reception in Enum.GetValues<PacketReception>())
            {
                foreach (bool isPending in (bool[])[false, true])
                {
                    frames.Add(new CapturedFrame
                    {
                        TimestampNanoseconds = frames.Count,
                        Data = [],
                        OriginalLength = 0,
                        Direction = direction,
                        Reception = reception,
                        IsChecksumPending = isPending,
                        LinkLayer = (LinkLayer)(frames.Count % 3),
                        Interface = (frames.Count % 4) switch { 0 => null, 1 => "lo", 2 => "vëth-1", _ => new string('x', 15) },
                        Namespace = (frames.Count % 5) switch { 0 => null, 1 => "ns-1", 2 => "nämespace 1", 3 => "network namespace", _ => new string('é', 127) },
                    });
                }
            }
        }

        CapturedFrame[] back = CaptureFiles.Read(CaptureFiles.Write(CaptureFileFormat.Pcapng, frames));

        Assert.Equal(frames.Select(Describe), back.Select(Describe));
    }

    [Fact]
    public void Each_interface_of_each_namespace_is_described_once()
    {
        CapturedFrame[] frames =
        [
            .. Enumerable.Range(0, 100).Select(static number => new CapturedFrame
            {
                TimestampNanoseconds = number,
                Data = [],
                OriginalLength = 0,
                Interface = number % 2 == 0 ? "eth0" : "eth1",
                Namespace = number % 3 == 0 ? "a" : "b",
                LinkLayer = number % 5 == 0 ? LinkLayer.Raw : LinkLayer.Ethernet,
            }),
        ];

        byte[] file = CaptureFiles.Write(CaptureFileFormat.Pcapng, frames);

        Assert.Equal(8, BlockTypes(file).Count(static type => type == 1));
        Assert.Equal(frames.Select(Describe), CaptureFiles.Read(file).Select(Describe));
    }

    [Fact]
    public void Padding_is_zero_whatever_was_in_the_buffer_before()
    {
        byte[] ones = [.. Enumerable.Repeat((byte)0xff, 1021)];
        CapturedFrame full = new() { TimestampNanoseconds = Time, Data = ones, OriginalLength = ones.Length };

        byte[] file = CaptureFiles.Write(CaptureFileFormat.Pcapng, [.. Enumerable.Repeat(full, 1000), Frame]);

        Assert.Equal("010203040500000028000000", Convert.ToHexString(file[^12..]));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_without_packets_is_a_capture_file(CaptureFileFormat format)
    {
        byte[] file = CaptureFiles.Write(format, [], new CaptureFileOptions { LinkLayer = LinkLayer.Raw });

        using CaptureFileReader reader = CaptureFileReader.Open(new MemoryStream(file));
        Assert.Equal(format, reader.Format);
        Assert.Empty(reader.Read());
        if (format == CaptureFileFormat.Pcap)
        {
            Assert.Equal((int)LinkLayer.Raw, BitConverter.ToInt32(file, 20));
        }
    }

    [Fact]
    public void Statistics_stay_out_of_pcap()
    {
        MemoryStream file = new();
        using (CaptureFileWriter writer = CaptureFileWriter.Open(file, CaptureFileFormat.Pcap))
        {
            writer.WriteStatistics(new CaptureFileStatistics { EndNanoseconds = Time, Received = 1, Dropped = 0 });
            writer.Write(Frame);
        }

        _ = Assert.Single(CaptureFiles.Read(file.ToArray()));
    }

    [Fact]
    public void Statistics_of_an_interface_without_packets_describe_it()
    {
        MemoryStream file = new();
        using (CaptureFileWriter writer = CaptureFileWriter.Open(file, CaptureFileFormat.Pcapng))
        {
            writer.WriteStatistics(new CaptureFileStatistics { Interface = "lo", EndNanoseconds = Time, Received = 0, Dropped = 0 });
        }

        Assert.Equal<uint>([0x0a0d0d0a, 1, 5], BlockTypes(file.ToArray()));
    }

    [Fact]
    public void Another_link_layer_in_pcap_is_refused_and_the_rest_stays()
    {
        MemoryStream file = new();
        using (CaptureFileWriter writer = CaptureFileWriter.Open(file, CaptureFileFormat.Pcap))
        {
            writer.Write(Frame);
            NetworkException fault = Assert.Throws<NetworkException>(() => writer.Write(With(LinkLayer.Raw)));
            Assert.Equal(FaultKind.InvalidInput, fault.Fault);
            Assert.Equal(
                "Cannot write to the capture file: a pcap file has one link layer, here Ethernet, and a packet has Raw. Use pcapng, which takes both.",
                fault.Message);
            writer.Write(Frame);
            Assert.Equal(2, writer.PacketCount);
        }

        Assert.Equal(2, CaptureFiles.Read(file.ToArray()).Length);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Packets_that_cannot_be_are_refused_and_the_rest_stays(CaptureFileFormat format)
    {
        MemoryStream file = new();
        using (CaptureFileWriter writer = CaptureFileWriter.Open(file, format))
        {
            AssertRefused("from before 1970", writer, new CapturedFrame { TimestampNanoseconds = -1, Data = [], OriginalLength = 0 });
            AssertRefused("a packet of 1 bytes cannot have 2 captured ones", writer, new CapturedFrame { TimestampNanoseconds = 0, Data = [1, 2], OriginalLength = 1 });
            byte[] tooLong = new byte[(16 * 1024 * 1024) + 1];
            AssertRefused(
                "16777216 are the most",
                writer,
                new CapturedFrame { TimestampNanoseconds = 0, Data = tooLong, OriginalLength = tooLong.Length, LinkLayer = (LinkLayer)147 });
            byte[] tooLongForEthernet = new byte[262_145];
            AssertRefused(
                "262144 are the most that others read",
                writer,
                new CapturedFrame { TimestampNanoseconds = 0, Data = tooLongForEthernet, OriginalLength = tooLongForEthernet.Length });
            writer.Write(Frame);
        }

        _ = Assert.Single(CaptureFiles.Read(file.ToArray()));
    }

    [Fact]
    public void A_pcapng_file_without_packets_has_an_interface() => Assert.Equal(
        [0x0a0d0d0a, 1],
        BlockTypes(CaptureFiles.Write(CaptureFileFormat.Pcapng, [])));

    [Fact]
    public void A_link_layer_that_pcapng_has_no_number_for_is_refused_and_the_rest_stays()
    {
        MemoryStream file = new();
        using (CaptureFileWriter writer = CaptureFileWriter.Open(file, CaptureFileFormat.Pcapng))
        {
            AssertRefused("link-layer type 65537", writer, With((LinkLayer)65537));
            writer.Write(Frame);
        }

        Assert.Equal(LinkLayer.Ethernet, Assert.Single(CaptureFiles.Read(file.ToArray())).LinkLayer);
    }

    [Fact]
    public void Times_that_pcap_cannot_say_are_refused()
    {
        using CaptureFileWriter writer = CaptureFileWriter.Open(new MemoryStream(), CaptureFileFormat.Pcap);
        writer.Write(new CapturedFrame { TimestampNanoseconds = 4_294_967_295_999_999_999, Data = [], OriginalLength = 0 });
        AssertRefused("Use pcapng", writer, new CapturedFrame { TimestampNanoseconds = 4_294_967_296_000_000_000, Data = [], OriginalLength = 0 });
    }

    [Fact]
    public void Names_that_do_not_fit_are_refused_and_the_rest_stays()
    {
        MemoryStream file = new();
        using (CaptureFileWriter writer = CaptureFileWriter.Open(file, CaptureFileFormat.Pcapng))
        {
            AssertRefused("too long", writer, new CapturedFrame { TimestampNanoseconds = 0, Data = [], OriginalLength = 0, Interface = new string('x', 70_000) });
            writer.Write(Frame);
        }

        _ = Assert.Single(CaptureFiles.Read(file.ToArray()));
    }

    [Theory]
    [InlineData("a.pcap", CaptureFileFormat.Pcap)]
    [InlineData("/tmp/A.PCAP", CaptureFileFormat.Pcap)]
    [InlineData("a.cap", CaptureFileFormat.Pcap)]
    [InlineData("a.pcapng", CaptureFileFormat.Pcapng)]
    [InlineData("a.pcap/b", CaptureFileFormat.Pcapng)]
    [InlineData("a", CaptureFileFormat.Pcapng)]
    [InlineData("a.pcap.gz", CaptureFileFormat.Pcap)]
    [InlineData("/tmp/a.Cap.GZ", CaptureFileFormat.Pcap)]
    [InlineData("a.pcapng.gz", CaptureFileFormat.Pcapng)]
    [InlineData("a.gz", CaptureFileFormat.Pcapng)]
    [InlineData(".gz", CaptureFileFormat.Pcapng)]
    public void A_name_says_the_format(string path, CaptureFileFormat format) => Assert.Equal(format, CaptureFileWriter.FormatOf(path));

    [Fact]
    public void Nothing_is_allocated_per_packet()
    {
        using CaptureFileWriter writer = CaptureFileWriter.Open(Stream.Null, CaptureFileFormat.Pcapng);
        writer.Write(Frame);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int count = 0; count < 10_000; count++)
        {
            writer.Write(Frame);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    private static CapturedFrame With(LinkLayer linkLayer) =>
        new() { TimestampNanoseconds = Time, Data = Frame.Data, OriginalLength = Frame.OriginalLength, LinkLayer = linkLayer };

    private static string Describe(CapturedFrame frame) =>
        $"{frame.TimestampNanoseconds} {frame.LinkLayer} {frame.Direction} {frame.Reception} {frame.IsChecksumPending} {frame.Interface} {frame.Namespace}";

    private static int Aligned(byte[] text) => (text.Length + 3) / 4 * 4;

    private static string Length(int length) => Convert.ToHexString(BitConverter.GetBytes(length));

    private static string Option(ushort code, byte[] text) =>
        Convert.ToHexString([.. BitConverter.GetBytes(code), .. BitConverter.GetBytes((ushort)text.Length), .. text, .. new byte[Aligned(text) - text.Length]]);

    private static IEnumerable<uint> BlockTypes(byte[] file)
    {
        for (int position = 0; position < file.Length; position += BitConverter.ToInt32(file, position + 4))
        {
            yield return BitConverter.ToUInt32(file, position);
        }
    }

    private static void AssertRefused(string reason, CaptureFileWriter writer, CapturedFrame frame)
    {
        NetworkException fault = Assert.Throws<NetworkException>(() => writer.Write(frame));
        Assert.Equal((ObjectKind.CaptureFile, FaultKind.InvalidInput), (fault.Subject, fault.Fault));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }
}

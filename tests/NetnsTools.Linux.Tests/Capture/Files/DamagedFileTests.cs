using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Capture.Files;

/// <summary>Whatever is in a file: its packets up to the damage, then a network exception, nothing else, and always an end.</summary>
public sealed class DamagedFileTests
{
    private const int Mutations = 200_000;
    private const int Seed = 20261124;
    private const long EnoughMemory = 1024 * 1024;

    private static readonly byte[] Bytes = [1, 2, 3, 4, 5];

    public static TheoryData<string> Captures => [.. GoldenFile.Captures];

    [Theory]
    [MemberData(nameof(Captures))]
    public void A_file_cut_anywhere_gives_what_is_whole_and_then_says_where(string name)
    {
        byte[] file = GoldenFile.Read(name);
        CapturedFrame[] whole = CaptureFiles.Read(file);
        HashSet<int> cutBetween = [];
        int most = 0;
        for (int length = 0; length < file.Length; length++)
        {
            (IReadOnlyList<CapturedFrame> frames, NetworkException? fault) = CaptureFiles.TryRead(file[..length]);

            Assert.InRange(frames.Count, most, whole.Length);
            most = frames.Count;
            Assert.Equal(whole.Take(most).Select(static frame => frame.Data), frames.Select(static frame => frame.Data));
            if (fault is null)
            {
                _ = cutBetween.Add(length);
            }
            else
            {
                Assert.Equal(ObjectKind.CaptureFile, fault.Subject);
                Assert.Equal(length < 24 && fault.Fault == FaultKind.InvalidInput ? FaultKind.InvalidInput : FaultKind.Protocol, fault.Fault);
            }
        }

        // Only a cut between two packets, or two blocks, cannot be seen.
        Assert.Equal(Boundaries(name, file), cutBetween.Order());
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void A_file_with_any_bit_wrong_is_read_or_refused(string name)
    {
        byte[] file = GoldenFile.Read(name);
        int refused = 0;
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            byte[] mutant = [.. file];
            mutant[bit / 8] ^= (byte)(1 << (bit % 8));
            refused += IsRefused(mutant) ? 1 : 0;
        }

        Assert.InRange(refused, 100, file.Length * 8);
    }

    [Fact]
    public void Random_mutations_are_read_or_refused()
    {
        byte[][] originals = [.. GoldenFile.Captures.Select(GoldenFile.Read), EveryKindOfBlock(false), EveryKindOfBlock(true)];
#pragma warning disable CA5394 // Repeatable on purpose.
        Random random = new(Seed);
        int refused = 0;
        for (int round = 0; round < Mutations; round++)
        {
            byte[] mutant = [.. originals[random.Next(originals.Length)]];
            Mutation.Apply(mutant, random);
            refused += IsRefused(mutant) ? 1 : 0;
        }
#pragma warning restore CA5394

        // Both ends must have been met, else the mutations were too mild or too wild.
        Assert.InRange(refused, Mutations / 20, Mutations - (Mutations / 20));
    }

    [Fact]
    public void Random_mutations_of_packed_files_are_read_or_refused()
    {
        byte[] original = Pack(GoldenFile.Read("capture-dumpcap.pcapng"));
#pragma warning disable CA5394 // Repeatable on purpose.
        Random random = new(Seed);
        int refused = 0;
        for (int round = 0; round < 5_000; round++)
        {
            byte[] mutant = [.. original];
            Mutation.Apply(mutant, random);
            refused += IsRefused(mutant[..random.Next(mutant.Length)]) ? 1 : 0;
        }
#pragma warning restore CA5394

        Assert.InRange(refused, 1_000, 5_000);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("0", "it begins with 30")]
    [InlineData("hello, world\n", "it begins with 68-65-6C-6C-6F-2C-20-77")]
    [InlineData("\n\r\r\nhello, world\n", "it begins with 0A-0D-0D-0A-68-65-6C-6C")]
    public void Something_else_is_no_capture_file(string text, string reason)
    {
        NetworkException fault = Fault(Encoding.ASCII.GetBytes(text));

        Assert.Equal(FaultKind.InvalidInput, fault.Fault);
        Assert.Equal($"The capture file is no capture file: {reason}.", fault.Message);
    }

    [Theory]
    [InlineData("28B52FFD00", "zstd")]
    [InlineData("04224D1800", "lz4")]
    [InlineData("FD377A585A00", "xz")]
    [InlineData("425A6839", "bzip2")]
    [InlineData("504B030414", "zip")]
    public void What_is_packed_otherwise_says_how(string beginning, string program) => Assert.EndsWith(
        $"is no capture file: it is packed with {program}; unpack it first.",
        Assert.Throws<NetworkException>(() => CaptureFiles.Read(Convert.FromHexString(beginning))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Text_that_is_packed_is_no_capture_file() =>
        Assert.Contains("it begins with 68-65", Fault(Pack("hello"u8.ToArray())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_version_that_is_not_known_is_refused()
    {
        byte[] pcap = GoldenFile.Read("capture-tcpdump.pcap");
        pcap[4] = 3;

        Assert.Contains("pcap of version 3.4, which is not known", Fault(pcap).Message, StringComparison.Ordinal);
        Assert.Contains(
            "a section of version 2.0, which is not known",
            Fault(new PcapngFile(isBigEndian: true).Section(major: 2).ToArray()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_says_where_why_and_what_was_read()
    {
        byte[] file = GoldenFile.Read("capture-tcpdump.pcap");

        Assert.Equal(
            "The capture file is damaged at byte 24: of a packet's header of 16 bytes there are only 10; no packet was read.",
            Fault(file[..34]).Message);
        Assert.Equal(
            "The capture file is damaged at byte 82: of a packet of 42 bytes there are only 2; the packet before it was read.",
            Fault(file[..100]).Message);
        Assert.Equal(
            "The capture file is damaged at byte 140: of a packet of 98 bytes there are only 97; the 2 packets before it were read.",
            Fault(file[..253]).Message);
        Assert.Equal(
            "The capture file is damaged at byte 244: of a block of 76 bytes there are only 75; the packet before it was read.",
            Fault(GoldenFile.Read("capture-dumpcap.pcapng")[..319]).Message);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0xffff_fffc)]
    [InlineData(0x7fff_fffc)]
    [InlineData(0x1200_0000)]
    public void A_block_of_a_length_that_cannot_be_is_refused_without_memory_for_it(uint length)
    {
        foreach (uint type in (uint[])[1, 2, 3, 4, 6, 0x0a0d0d0a, 77])
        {
            byte[] body = type == 0x0a0d0d0a ? [0x4d, 0x3c, 0x2b, 0x1a] : [];
            byte[] file = new PcapngFile(isBigEndian: false).Section().Interface().Block(type, body, length).ToArray();
            AssertRefusedWithoutMemory(file);
        }
    }

    [Theory]
    [InlineData(16 * 1024 * 1024)]
    [InlineData((16 * 1024 * 1024) + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(uint.MaxValue)]
    public void A_packet_of_a_length_that_cannot_be_is_refused_without_memory_for_it(uint length)
    {
        byte[] file = GoldenFile.Read("capture-tcpdump.pcap");
        BitConverter.GetBytes(length).CopyTo(file, 24 + 8);
        AssertRefusedWithoutMemory(file);
    }

    [Theory]
    [InlineData(6u)]
    [InlineData(0x0a0d0d0au)]
    public void A_block_longer_than_any_packet_is_refused_though_the_file_goes_on(uint type)
    {
        byte[] body = new byte[18 * 1024 * 1024];
        new PcapngFile(isBigEndian: false).UInt32(0x1a2b3c4d).CopyTo(body, 0);

        AssertDamaged("bytes, where 17825792 are the most", new PcapngFile(isBigEndian: false).Section().Interface().Block(type, body));
    }

    [Fact]
    public void Lengths_within_a_block_are_held_against_it()
    {
        PcapngFile file = new(isBigEndian: false);
        byte[] packet = [.. file.UInt32(0), .. new byte[8], .. file.UInt32(9), .. file.UInt32(9), .. new byte[8]];

        AssertDamaged("a packet of 9 bytes in a block with room for 8", new PcapngFile(false).Section().Interface().Block(6, packet));
        AssertDamaged("a packet of 9 bytes in a block with room for 8", new PcapngFile(false).Section().Interface().SimplePacket(9, new byte[8]));
        AssertDamaged("should be 20 or more", new PcapngFile(false).Section().Interface().Block(6, new byte[16]));
        AssertDamaged("should be 4 or more", new PcapngFile(false).Section().Interface().Block(3, []));
        AssertDamaged("should be 8 or more", new PcapngFile(false).Section().Block(1, new byte[4]));
        AssertDamaged("should be 16 or more", new PcapngFile(false).Block(0x0a0d0d0a, file.UInt32(0x1a2b3c4d)));
        AssertDamaged("28 bytes in front and 32 behind", new PcapngFile(false).Section().Interface().Block(4, new byte[16], trailer: 32));
        AssertDamaged("a packet of interface 1, where 1 are described", new PcapngFile(false).Section().Interface().Packet(0, Bytes, id: 1));
        AssertDamaged("a packet of interface 0, where 0 are described", new PcapngFile(false).Section().SimplePacket(5, Bytes));
        AssertDamaged("an option of 5 bytes with 4 left", new PcapngFile(false).Section().Interface(1, 0, [2, 0, 5, 0, 0, 0, 0, 0]));
        AssertDamaged("an option of 5 bytes with 4 left", new PcapngFile(false).Section().Interface().Packet(0, Bytes, 0, null, [2, 0, 5, 0, 0, 0, 0, 0]));
    }

    [Fact]
    public void Interfaces_without_end_are_refused()
    {
        PcapngFile file = new PcapngFile(isBigEndian: false).Section();
        for (int count = 0; count <= 65_536; count++)
        {
            _ = file.Interface();
        }

        AssertDamaged("a section of more than 65536 interfaces", file);
    }

    [Fact]
    public void Options_too_short_for_what_they_say_are_passed_over()
    {
        PcapngFile file = new(isBigEndian: false);
        CapturedFrame frame = Assert.Single(CaptureFiles.Read(file
            .Section().Interface(1, 0, file.Option(9), file.Option(14, 1, 2, 3, 4)).Packet(7, Bytes, 0, null, file.Option(2, 1, 2)).ToArray()));

        Assert.Equal(7_000, frame.TimestampNanoseconds);
        Assert.Equal(PacketDirection.Unknown, frame.Direction);
    }

    private static byte[] EveryKindOfBlock(bool isBigEndian)
    {
        PcapngFile file = new(isBigEndian);
        return file.Section()
            .Interface(1, 96, file.Option(2, "eth0"), file.Option(3, "network namespace a"), file.Option(9, 0x8a), file.Option(14, file.Int64(9)), file.Option(0))
            .Packet(1, Bytes, 0, 99, file.Option(2, file.UInt32(6)), file.Option(0))
            .SimplePacket(5, Bytes)
            .ObsoletePacket(2, Bytes, 0, 0, file.Option(2, file.UInt32(6)))
            .Block(4, new byte[16])
            .Block(5, new byte[16])
            .ToArray();
    }

    private static IEnumerable<int> Boundaries(string name, byte[] file)
    {
        bool isPcapng = name.EndsWith(".pcapng", StringComparison.Ordinal);
        int headerLength = name == "capture-modified.pcap" ? 24 : 16;
        int position = isPcapng ? BitConverter.ToInt32(file, 4) : 24;
        while (position < file.Length)
        {
            yield return position;
            position += isPcapng ? BitConverter.ToInt32(file, position + 4) : headerLength + BitConverter.ToInt32(file, position + 8);
        }
    }

    private static byte[] Pack(byte[] file)
    {
        MemoryStream packed = new();
        using (GZipStream packing = new(packed, CompressionLevel.Optimal))
        {
            packing.Write(file);
        }

        return packed.ToArray();
    }

    private static bool IsRefused(byte[] file) => CaptureFiles.TryRead(file).Fault is not null;

    private static NetworkException Fault(byte[] file)
    {
        NetworkException? fault = CaptureFiles.TryRead(file).Fault;
        Assert.NotNull(fault);
        Assert.Equal(ObjectKind.CaptureFile, fault.Subject);
        return fault;
    }

    private static void AssertDamaged(string reason, PcapngFile file)
    {
        NetworkException fault = Fault(file.ToArray());
        Assert.Equal(FaultKind.Protocol, fault.Fault);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    private static void AssertRefusedWithoutMemory(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(FaultKind.Protocol, Fault(file).Fault);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, EnoughMemory);
    }
}

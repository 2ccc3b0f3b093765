using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using NetnsTools.Linux;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Files;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Packets;
using NetnsTools.Linux.Sockets;
using NetnsTools.Linux.Tests.Support;
using NetnsTools.Packets;

namespace NetnsTools.Soak;

/// <summary>Every parser, and what is nearly right for it.</summary>
internal static class FuzzTargets
{
    private static readonly byte[][] Answers = Read(GoldenFile.Answers);
    private static readonly byte[][] SocketAnswers = Read(GoldenFile.SocketAnswers);
    private static readonly byte[][] Captures = Read(GoldenFile.Captures);
    private static readonly byte[][] Icmp4 = Read([
        "icmp4-echo-reply.packet", "icmp4-echo-reply-options.packet", "icmp4-network-unreachable.packet", "icmp4-fragmentation-needed.packet",
        "icmp4-time-exceeded.packet", "icmp4-time-exceeded-options.packet", "icmp4-udp-port-unreachable.packet"]);

    private static readonly byte[][] Icmp6 = Read([
        "icmp6-echo-reply.packet", "icmp6-no-route.packet", "icmp6-packet-too-big.packet", "icmp6-time-exceeded.packet",
        "icmp6-time-exceeded-first-fragment.packet", "icmp6-time-exceeded-later-fragment.packet", "icmp6-neighbor-advertisement.packet"]);

    private static readonly byte[][] Controls = Read(["control-ipv4.packet", "control-ipv6.packet"]);

    private static readonly string[] Texts =
    [
        "10.0.0.10/16", "fe80::1%veth-1/64", "2001:db8::1/64", "02:00:00:00:00:01", "02-00-00-00-00-01", "veth-1", "ns-1", "pid:1234", "::ffff:1.2.3.4/128",
    ];

    private static readonly string[] Lines =
    [
        "netnstools 1 0b2d3d5e-5a43-4a1f-9c0d-6a1f2e3d4c5b 4026531836 4026531834 4711 123456789\n4 4026532177 42\n",
        "1 (systemd) S 0 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 25 177000000 3000 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n",
        "36 25 0:4 net:[4026532177] /run/netns/a\\040b rw shared:5 - nsfs nsfs rw",
        "   1: 0100007F:1F91 00000000:0000 0A 00000000:00000005 00:00000000 00000000  1000        0 9629276 1 0000000043ae1259 100 0 0 10 0",
    ];

    /// <summary>Name and maker of each.</summary>
    public static IReadOnlyList<(string Name, Func<Random, FuzzInput> Make)> All { get; } =
    [
        ("rtnetlink", static random => Bytes(Answers, random, static bytes => Walk(bytes))),
        ("the table of sockets", static random => Bytes(SocketAnswers, random, static bytes => WalkSockets(bytes))),
        ("ICMP", static random => Bytes(Icmp4, random, static bytes => EchoCodec.Read4(bytes))),
        ("ICMPv6", static random => Bytes(Icmp6, random, static bytes => EchoCodec.Read6(bytes))),
        ("ancillary data", static random => Bytes(Controls, random, static bytes => Ancillary.Read(bytes))),
        ("frames", static random => Frame(random)),
        ("capture files", static random => Bytes(Captures, random, static bytes => ReadCapture(bytes))),
        ("addresses and names", static random => Text(Texts, random, static text => ReadText(text))),
        ("records and tables of text", static random => Text(Lines, random, static text => ReadLine(text))),
    ];

    private static byte[][] Read(IEnumerable<string> names) => [.. names.Select(GoldenFile.Read)];

#pragma warning disable CA5394 // Repeatable on purpose.
    private static FuzzInput Bytes(byte[][] seeds, Random random, Action<byte[]> read)
    {
        byte[] bytes = [.. seeds[random.Next(seeds.Length)]];
        Mutation.Apply(bytes, random);
        if (random.Next(8) == 0)
        {
            bytes = bytes[..random.Next(bytes.Length + 1)];
        }

        return new FuzzInput(bytes, () => read(bytes));
    }

    private static FuzzInput Text(string[] seeds, Random random, Action<string> read)
    {
        List<char> text = [.. seeds[random.Next(seeds.Length)]];
        for (int change = random.Next(4); change >= 0; change--)
        {
            int position = random.Next(text.Count + 1);
            char any = (char)(random.Next(4) == 0 ? random.Next(0x10000) : random.Next(1, 128));
            switch (random.Next(3))
            {
                case 0:
                    text.Insert(position, any);
                    break;
                case 1 when position < text.Count:
                    text.RemoveAt(position);
                    break;
                default:
                    text.InsertRange(position, text.Take(random.Next(text.Count + 1)).ToArray());
                    break;
            }
        }

        string made = new([.. text]);
        return new FuzzInput(Encoding.UTF8.GetBytes(made), () => read(made));
    }

    private static FuzzInput Frame(Random random)
    {
        CapturedFrame frame = MalformedFrame.Make(random);
        return new FuzzInput(frame.Data, () => PacketSummary.Of(PacketDecoder.Decode(frame)));
    }
#pragma warning restore CA5394

    private static void Walk(ReadOnlySpan<byte> datagram)
    {
        while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
        {
            AnswerReader.Read(message);
        }
    }

    private static void WalkSockets(ReadOnlySpan<byte> datagram)
    {
        while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
        {
            _ = SocketDecoder.Decode(message, SocketProtocol.Tcp);
        }
    }

    private static void ReadCapture(byte[] file)
    {
        using CaptureFileReader reader = CaptureFileReader.Open(new MemoryStream(file));
        foreach (CapturedFrame frame in reader.Read())
        {
            _ = frame.Data.Length;
        }
    }

    private static void ReadText(string text)
    {
        _ = AddressPrefix.TryParse(text, out AddressPrefix? prefix) ? prefix.ToString() : null;
        _ = MacAddress.TryParse(text, out MacAddress address) ? address.ToString() : null;
        _ = NamespaceName.IsValid(text);
        InterfaceName.Validate(text);
    }

    private static void ReadLine(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        _ = MakerRecord.Parse(bytes);
        _ = ProcessStat.Parse(bytes);
        _ = MountedNamespaces.Parse(text);
        using StringReader reader = new($"heads\n{text}");
        _ = SocketFileParser.Parse(reader, SocketProtocol.Tcp);
    }
}

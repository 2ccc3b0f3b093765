using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Packets;
using NetnsTools.Linux.Tests.Support;
using NetnsTools.Packets;
using Xunit;

namespace NetnsTools.Linux.Tests.Packets;

/// <summary>Frames that nobody should send: decoding never throws, never hangs, and says what is wrong.</summary>
public sealed class FuzzTests
{
    private const int Workers = 2;
    private const int FramesOfEach = 500_000;
    private const int Inspected = 64; // one in so many is looked at from all sides

    private static readonly LinkLayer[] LinkLayers = Enum.GetValues<LinkLayer>();

    // Values that lengths, types and header lengths break on.
    private static readonly byte[] Favourites =
        [0, 1, 2, 3, 4, 5, 6, 8, 0x0f, 0x11, 0x28, 0x2c, 0x3a, 0x3b, 0x40, 0x41, 0x45, 0x4f, 0x60, 0x7f, 0x80, 0x81, 0xf0, 0xfe, 0xff];

    [Fact]
    public void A_million_malformed_frames_are_decoded_without_an_exception()
    {
        int seed = Environment.TickCount;
        long[] problems = new long[Workers];
        long[] decoded = new long[Workers];
        _ = Parallel.For(0, Workers, new ParallelOptions { MaxDegreeOfParallelism = Workers }, worker =>
        {
            Random random = new(seed + worker);
            for (int number = 0; number < FramesOfEach; number++)
            {
                CapturedFrame frame = Malformed(random);
                DecodedPacket packet = Decode(frame, seed, number % Inspected == 0);
                problems[worker] += packet.Problem is null ? 0 : 1;
                decoded[worker] += packet.Layers.Count > 1 ? 1 : 0;
            }
        });

        // Frames of which all are refused, or none, would test little.
        Assert.InRange(problems.Sum(), Workers * FramesOfEach / 20, Workers * FramesOfEach * 19 / 20);
        Assert.InRange(decoded.Sum(), Workers * FramesOfEach / 20, Workers * FramesOfEach * 19 / 20);
    }

    [Fact]
    public void A_frame_may_end_anywhere()
    {
        foreach (GoldenPacket golden in GoldenPacket.All)
        {
            for (int length = 0; length < golden.Frame.Data.Length; length++)
            {
                DecodedPacket cut = Decode(With(golden.Frame, golden.Frame.Data[..length], golden.Frame.OriginalLength), 0, true);
                DecodedPacket runt = Decode(With(golden.Frame, golden.Frame.Data[..length], length), 0, true);

                Assert.True(cut.Problem is null || cut.IsCut, $"{golden.Line}, {length} bytes captured: {cut.Problem}");
                Assert.False(runt.IsCut, $"{golden.Line}, {length} bytes: {runt.Problem}");
            }
        }
    }

    [Fact]
    public void The_bytes_of_a_frame_stay_as_they_are()
    {
        Random random = new(1);
        for (int number = 0; number < 10_000; number++)
        {
            CapturedFrame frame = Malformed(random);
            byte[] before = [.. frame.Data];

            _ = Decode(frame, 1, true);

            Assert.Equal(before, frame.Data);
        }
    }

    private static DecodedPacket Decode(CapturedFrame frame, int seed, bool thoroughly)
    {
        try
        {
            DecodedPacket packet = PacketDecoder.Decode(frame);
            Assert.False(string.IsNullOrEmpty(PacketSummary.Of(packet)));
            Assert.False(string.IsNullOrEmpty(packet.Protocol));
            Assert.True(packet.Payload.Length <= packet.PayloadLength, "more payload than there was");
            Assert.True(packet.PayloadLength <= frame.OriginalLength, "more payload than frame");
            Assert.True(packet.Layers.Count > 0 || packet.Problem is not null, "nothing decoded, and no reason");
            if (thoroughly)
            {
                Inspect(packet);
            }

            return packet;
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException(
                $"Seed {seed}: {frame.LinkLayer} {frame.OriginalLength} {Convert.ToHexString(frame.Data)}: {fault.Message}", fault);
        }
    }

    // Every property of every layer.
    private static void Inspect(object value)
    {
        Assert.NotNull(value.ToString());
        foreach (PropertyInfo property in value.GetType().GetProperties())
        {
            object? inner = property.GetValue(value);
            IEnumerable<object> parts = inner switch
            {
                IEnumerable<PacketLayer> layers => layers,
                IEnumerable<TcpOption> options => options,
                IEnumerable<IPv6ExtensionHeader> headers => headers,
                DecodedPacket quoted => [quoted],
                _ => [],
            };
            foreach (object part in parts)
            {
                Inspect(part);
            }
        }
    }

    private static CapturedFrame Malformed(Random random)
    {
        if (random.Next(20) == 0)
        {
            byte[] noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            return With(random, LinkLayers[random.Next(LinkLayers.Length)], noise, noise.Length);
        }

        CapturedFrame golden = GoldenPacket.All[random.Next(GoldenPacket.All.Count)].Frame;
        byte[] data = [.. golden.Data];
        LinkLayer linkLayer = golden.LinkLayer;
        if (linkLayer == LinkLayer.Ethernet && random.Next(4) == 0)
        {
            (linkLayer, data) = Rewrapped(random, data);
        }

        for (int change = random.Next(4); change >= 0; change--)
        {
            Change(random, ref data);
        }

        int original = random.Next(4) == 0 ? golden.OriginalLength : data.Length;
        return With(random, linkLayer, data, original);
    }

    // The same packet under another link layer, or with tags before it.
    private static (LinkLayer LinkLayer, byte[] Data) Rewrapped(Random random, byte[] data)
    {
        ReadOnlySpan<byte> packet = data.AsSpan(EthernetLayer.HeaderLength);
        return random.Next(6) switch
        {
            0 => (LinkLayer.Raw, packet.ToArray()),
            1 => (LinkLayer.IPv4, packet.ToArray()),
            2 => (LinkLayer.IPv6, packet.ToArray()),
            3 => (LinkLayer.Null, [2, 0, 0, 0, .. packet]),
            4 => (LinkLayer.Loop, [0, 0, 0, 10, .. packet]),
            _ => (LinkLayer.Ethernet, [.. data[..12], 0x88, 0xa8, 0, 1, 0x81, 0, 0, 2, .. data[12..]]),
        };
    }

    private static void Change(Random random, ref byte[] data)
    {
        if (data.Length == 0)
        {
            return;
        }

        // Headers are at the front, and more fragile than what follows.
        int place = random.Next(random.Next(1, data.Length + 1));
        switch (random.Next(6))
        {
            case 0:
                data[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                data[place] = (byte)random.Next(256);
                break;
            case 2 or 3:
                data[place] = Favourites[random.Next(Favourites.Length)];
                break;
            case 4:
                data = data[..place];
                break;
            default:
                data = [.. data[..place], .. data[random.Next(data.Length)..]];
                break;
        }
    }

    private static CapturedFrame With(Random random, LinkLayer linkLayer, byte[] data, int original) => new()
    {
        TimestampNanoseconds = 0,
        Data = data,
        OriginalLength = Math.Max(original, data.Length),
        LinkLayer = linkLayer,
        IsChecksumPending = random.Next(2) == 0,
    };

    private static CapturedFrame With(CapturedFrame frame, byte[] data, int original) =>
        new() { TimestampNanoseconds = 0, Data = data, OriginalLength = original, LinkLayer = frame.LinkLayer };
}

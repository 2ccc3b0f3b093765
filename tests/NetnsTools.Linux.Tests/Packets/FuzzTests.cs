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
                CapturedFrame frame = MalformedFrame.Make(random);
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
            CapturedFrame frame = MalformedFrame.Make(random);
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

    private static CapturedFrame With(CapturedFrame frame, byte[] data, int original) =>
        new() { TimestampNanoseconds = 0, Data = data, OriginalLength = original, LinkLayer = frame.LinkLayer };
}

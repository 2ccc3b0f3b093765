using System;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Packets;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Frames that are wrong: recorded ones with changes where decoders break, and noise.</summary>
internal static class MalformedFrame
{
    private static readonly LinkLayer[] LinkLayers = Enum.GetValues<LinkLayer>();

    // Values that lengths, types and header lengths break on.
    private static readonly byte[] Favourites =
        [0, 1, 2, 3, 4, 5, 6, 8, 0x0f, 0x11, 0x28, 0x2c, 0x3a, 0x3b, 0x40, 0x41, 0x45, 0x4f, 0x60, 0x7f, 0x80, 0x81, 0xf0, 0xfe, 0xff];

#pragma warning disable CA5394 // Repeatable on purpose.
    /// <summary>One of any kind.</summary>
    public static CapturedFrame Make(Random random)
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
#pragma warning restore CA5394
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using NetnsTools.Linux.Capture;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>A recorded frame and what tcpdump says of it: see Golden/packets.lines.</summary>
internal sealed record GoldenPacket(string Line, CapturedFrame Frame)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<GoldenPacket> All { get; } = Read();

    /// <summary>The first of which tcpdump says this.</summary>
    public static GoldenPacket Of(string words) => All.First(packet => packet.Line.Contains(words, StringComparison.Ordinal));

    /// <summary>An Ethernet frame of these bytes, whole.</summary>
    public static CapturedFrame Ethernet(string hex) => Of(LinkLayer.Ethernet, hex);

    /// <summary>A frame of these bytes, whole. White space is for the reader.</summary>
    public static CapturedFrame Of(LinkLayer linkLayer, string hex)
    {
        byte[] data = Convert.FromHexString(string.Concat(hex.Where(character => !char.IsWhiteSpace(character))));
        return new CapturedFrame { TimestampNanoseconds = 0, Data = data, OriginalLength = data.Length, LinkLayer = linkLayer };
    }

    private static List<GoldenPacket> Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("packets")!;
        using StreamReader reader = new(stream);
        List<GoldenPacket> packets = [];
        string expected = string.Empty;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line.Split(' ') is not [string layer, string length, string hex] || !Enum.TryParse(layer, out LinkLayer linkLayer))
            {
                expected = line;
                continue;
            }

            packets.Add(new GoldenPacket(expected, new CapturedFrame
            {
                TimestampNanoseconds = 0,
                Data = Convert.FromHexString(hex),
                OriginalLength = int.Parse(length, System.Globalization.CultureInfo.InvariantCulture),
                LinkLayer = linkLayer,
            }));
        }

        return packets;
    }
}

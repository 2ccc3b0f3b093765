using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Filters;
using NetnsTools.Linux.Tests.Support;
using NetnsTools.Linux.Tests.Support.Filters;
using Xunit;

namespace NetnsTools.Linux.Tests.Filters;

/// <summary>Programs against the meaning of their filters, on packets that nobody thought of.</summary>
#pragma warning disable CA5394 // Repeatable on purpose.
public sealed class RandomFilterTests
{
    private static readonly string[] Prefixes =
    [
        "10.0.0.10/32", "10.0.0.20/32", "10.0.0.0/24", "10.0.1.0/24", "10.0.0.10/31", "192.168.0.0/16", "224.0.0.0/4", "0.0.0.0/0", "172.16.0.1/1",
        "fd00::10/128", "fd00::20/128", "fd00::/64", "fd00::/16", "fe80::/10", "2001:db8::/33", "2001:db8::2/127", "::/0", "ff02::1/97", "fd00::/65",
    ];

    private static readonly int[] Ports = [1, 9, 53, 79, 80, 81, 1024, 8050, 8099, 40000, 65535];
    private static readonly uint[] HardwareTypes = [1, 772, 0xfffe, 768, 801];
    private static readonly byte[][] Frames = [.. FilterTable.Frames.Values];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Programs_take_what_their_filters_mean(int seed)
    {
        Random random = new(seed);
        int taken = 0;
        for (int count = 0; count < 500; count++)
        {
            CaptureFilter filter = NewFilter(random);
            IReadOnlyList<SocketFilterInstruction> program = FilterCompiler.Compile(filter, 96);
            for (int packet = 0; packet < 60; packet++)
            {
                PacketFacts facts = new((uint)random.Next(5), HardwareTypes[random.Next(HardwareTypes.Length)]);
                byte[] frame = NewFrame(random, facts.HardwareType is 1 or 772);
                bool isTaken = FilterMachine.Run(program, frame, facts) > 0;
                taken += isTaken ? 1 : 0;
                Assert.True(
                    ReferenceMatcher.Matches(filter, frame, facts) == isTaken,
                    $"'{FilterText.Of(filter)}' {(isTaken ? "takes" : "leaves")} {Convert.ToHexString(frame)} {facts}");
            }
        }

        // Both happen often.
        Assert.InRange(taken, 1500, 28_500);
    }

    private static CaptureFilter NewFilter(Random random)
    {
        while (true)
        {
            CaptureFilter filter = new()
            {
                Protocols = Some(random, Enum.GetValues<CaptureProtocol>()),
                Addresses = FilterTable.Prefixes(Some(random, Prefixes)),
                Ports = Some(random, Ports),
                Direction = random.Next(3) == 0 ? (PacketDirection)random.Next(3) : PacketDirection.Unknown,
            };
            try
            {
                FilterCheck.Check(filter);
                return filter;
            }
            catch (NetworkException)
            {
                // A contradiction; another one.
            }
        }
    }

    private static T[] Some<T>(Random random, T[] all) =>
        random.Next(3) > 0 ? [] : [.. Enumerable.Range(0, 1 + random.Next(5)).Select(_ => all[random.Next(all.Length)])];

    // Half of them as they are, the rest cut or spoilt.
    private static byte[] NewFrame(Random random, bool hasHeader)
    {
        byte[] frame = Frames[random.Next(Frames.Length)];
        frame = [.. hasHeader ? frame : frame[14..]];
        switch (random.Next(4))
        {
            case 0:
                return frame[..random.Next(frame.Length + 1)];
            case 1:
                // It writes whole words.
                byte[] spoilt = [.. frame, .. new byte[-frame.Length & 3]];
                Mutation.Apply(spoilt, random);
                return spoilt[..frame.Length];
            default:
                return frame;
        }
    }
}
#pragma warning restore CA5394

using NetnsTools.Linux.Packets;
using NetnsTools.Linux.Tests.Support;
using NetnsTools.Packets;
using Xunit;

namespace NetnsTools.Linux.Tests.Packets;

/// <summary>A packet in one line, against tcpdump's.</summary>
public sealed class SummaryTests
{
    public static TheoryData<int, string> Recorded()
    {
        TheoryData<int, string> rows = [];
        for (int index = 0; index < GoldenPacket.All.Count; index++)
        {
            rows.Add(index, GoldenPacket.All[index].Line);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void The_line_is_tcpdumps(int index, string line)
    {
        DecodedPacket packet = PacketDecoder.Decode(GoldenPacket.All[index].Frame);

        Assert.Equal(line, PacketSummary.Of(packet));
        Assert.Null(packet.Problem);
    }

    [Fact]
    public void There_are_recordings() => Assert.True(GoldenPacket.All.Count > 100, $"only {GoldenPacket.All.Count}");
}

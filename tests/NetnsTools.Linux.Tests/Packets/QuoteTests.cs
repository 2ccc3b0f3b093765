using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Packets;
using NetnsTools.Linux.Tests.Support.Filters;
using NetnsTools.Packets;
using Xunit;

namespace NetnsTools.Linux.Tests.Packets;

/// <summary>ICMP errors that quote too little of what they are about.</summary>
public sealed class QuoteTests
{
    private static readonly byte[] Quoted = Frame.IPv4(Frame.Udp, [4, 0, 0, 9, 0, 8, 0, 0], destination: "10.0.0.2");

    [Theory]
    [InlineData(3, 3, 0, "ICMP ? protocol ? port ? unreachable, length 8 [quoted packet too short]")]
    [InlineData(3, 3, 20, "ICMP 10.0.0.2 udp port ? unreachable, length 28 [quoted packet too short]")]
    [InlineData(3, 1, 10, "ICMP host ? unreachable, length 18 [quoted packet too short]")]
    [InlineData(5, 1, 0, "ICMP redirect ? to host 0.0.0.0, length 8 [quoted packet too short]")]
    [InlineData(3, 3, 24, "ICMP 10.0.0.2 udp port 9 unreachable, length 32")]
    [InlineData(11, 0, 28, "ICMP time exceeded in-transit, length 36")]
    public void What_is_not_there_is_said(byte type, byte code, int length, string words)
    {
        DecodedPacket packet = Decode([type, code, 0, 0, 0, 0, 0, 0, .. Quoted[..length]], 0);

        Assert.Equal($"IP 10.0.0.10 > 10.0.0.20: {words}", PacketSummary.Of(packet));
        Assert.False(packet.IsCut);
    }

    [Fact]
    public void What_the_snap_length_took_is_said()
    {
        DecodedPacket packet = Decode([3, 3, 0, 0, 0, 0, 0, 0, .. Quoted], 6);

        Assert.Equal("IP 10.0.0.10 > 10.0.0.20: ICMP 10.0.0.2 udp port ? unreachable, length 36 [quoted packet cut by the snap length]", PacketSummary.Of(packet));
        Assert.True(packet.IsCut);
    }

    [Fact]
    public void The_first_problem_counts()
    {
        byte[] message = [3, 3, 0, 0, 0, 0, 0, 0, .. Quoted];
        byte[] frame = Frame.Ethernet(0x0800, Frame.IPv4(Frame.Icmp, message));
        frame[17] = 200; // ip_len: more than there is

        DecodedPacket packet = PacketDecoder.Decode(new CapturedFrame { TimestampNanoseconds = 0, Data = frame[..^6], OriginalLength = frame.Length });

        Assert.Equal("IPv4 packet of 200 bytes: only 56 are there", packet.Problem);
        Assert.False(packet.IsCut);
    }

    private static DecodedPacket Decode(byte[] message, int cut)
    {
        byte[] frame = Frame.Ethernet(0x0800, Frame.IPv4(Frame.Icmp, message));
        return PacketDecoder.Decode(new CapturedFrame { TimestampNanoseconds = 0, Data = frame[..^cut], OriginalLength = frame.Length });
    }
}

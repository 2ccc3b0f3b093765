using System;
using System.Linq;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Packets;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Icmp;

/// <summary>The Internet checksum.</summary>
public sealed class ChecksumTests
{
    [Theory]
    [InlineData("", 0xffff)]
    [InlineData("0000", 0xffff)]
    [InlineData("0001f203f4f5f6f7", 0x220d)] // RFC 1071, section 3: the sum is ddf2
    [InlineData("0001f203f4f5f6", 0x2304)] // odd: the last byte is the high half of a word
    [InlineData("80", 0x7fff)]
    [InlineData("ffff", 0)]
    [InlineData("ffffffffffffffff", 0)]
    [InlineData("ffff0001", 0xfffe)] // one carry, added back
    [InlineData("ffffffff0001", 0xfffe)]
    public void A_checksum_is_the_complement_of_the_ones_complement_sum(string hex, int expected) =>
        Assert.Equal(expected, InternetChecksum.Of(Convert.FromHexString(hex)));

    [Fact]
    public void The_carries_of_the_largest_packet_fit()
    {
        byte[] packet = new byte[EchoCodec.HeaderLength + EchoOptions.MaximumPayload];
        Array.Fill(packet, (byte)0xff);
        Assert.Equal(1, packet.Length % 2);

        // 32757 words of all ones are all ones; with ff00 that is ff00.
        Assert.Equal(0x00ff, InternetChecksum.Of(packet));
    }

    [Theory]
    [InlineData("icmp4-echo-request.packet", 0)]
    [InlineData("icmp4-echo-request-odd.packet", 0)]
    [InlineData("icmp4-echo-reply.packet", 20)]
    [InlineData("icmp4-echo-reply-options.packet", 60)]
    [InlineData("icmp4-fragmentation-needed.packet", 20)]
    [InlineData("icmp4-time-exceeded-options.packet", 60)]
    public void Over_a_recorded_message_with_its_checksum_it_is_zero(string name, int header)
    {
        byte[] recorded = GoldenFile.Read(name);

        Assert.Equal(0, InternetChecksum.Of(recorded.AsSpan(header)));
        Assert.All(Enumerable.Range(header, recorded.Length - header), index =>
        {
            byte[] damaged = [.. recorded];
            damaged[index] ^= 1;
            Assert.NotEqual(0, InternetChecksum.Of(damaged.AsSpan(header)));
        });
    }
}

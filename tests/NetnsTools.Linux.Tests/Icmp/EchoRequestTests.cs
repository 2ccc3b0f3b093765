using System;
using System.Buffers.Binary;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Packets;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Icmp;

/// <summary>Echo requests of ours against those of <c>ping</c>, byte by byte.</summary>
public sealed class EchoRequestTests
{
    private const ushort Identifier = 4660;

    [Theory]
    [InlineData("icmp4-echo-request.packet")]
    [InlineData("icmp4-echo-request-empty.packet")]
    [InlineData("icmp4-echo-request-odd.packet")]
    public void An_IPv4_request_is_pings_with_its_checksum(string name) => AssertWrites(GoldenFile.Read(name), isIPv6: false);

    [Fact]
    public void An_IPv6_request_is_pings_and_leaves_the_checksum_to_the_kernel()
    {
        byte[] recorded = GoldenFile.Read("icmp6-echo-request.packet");

        Assert.Equal(0, BinaryPrimitives.ReadUInt16BigEndian(recorded.AsSpan(2)));
        AssertWrites(recorded, isIPv6: true);
    }

    [Fact]
    public void Identifier_and_sequence_use_all_their_bits()
    {
        byte[] packet = new byte[EchoCodec.HeaderLength];

        EchoCodec.WriteRequest(packet, isIPv6: true, 0xfedc, 0xba98);

        Assert.Equal("80000000fedcba98", Convert.ToHexStringLower(packet));
    }

    [Fact]
    public void A_packet_is_written_again_over_the_last_one()
    {
        byte[] packet = GoldenFile.Read("icmp4-echo-request.packet");
        EchoCodec.WriteRequest(packet, isIPv6: false, Identifier, 2);
        Assert.Equal(0, InternetChecksum.Of(packet));

        EchoCodec.WriteRequest(packet, isIPv6: false, Identifier, 1);

        Assert.Equal(GoldenFile.Read("icmp4-echo-request.packet"), packet);
    }

    private static void AssertWrites(byte[] recorded, bool isIPv6)
    {
        byte[] packet = [.. recorded];
        packet.AsSpan(0, EchoCodec.HeaderLength).Fill(0xee);

        EchoCodec.WriteRequest(packet, isIPv6, Identifier, 1);

        Assert.Equal(Convert.ToHexStringLower(recorded), Convert.ToHexStringLower(packet));
    }
}

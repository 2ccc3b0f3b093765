using System;
using System.Net;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Icmp;

/// <summary>Replies and errors as the kernel gives them to a raw socket.</summary>
public sealed class EchoAnswerTests
{
    private const ushort Identifier = 4660;

    [Theory]
    [InlineData("icmp4-echo-reply.packet", 20, 32)]
    [InlineData("icmp4-echo-reply-empty.packet", 20, 8)]
    [InlineData("icmp4-echo-reply-options.packet", 60, 32)]
    public void An_IPv4_reply_is_read_behind_its_IP_header(string name, int header, int size)
    {
        EchoMessage message = Read(name);

        Assert.Equal(new EchoMessage(EchoStatus.Success, Identifier, 1, 63, size, null, (header + 8)..), message);
    }

    [Fact]
    public void An_IPv6_reply_is_read_and_has_no_hop_limit_in_it() => Assert.Equal(
        new EchoMessage(EchoStatus.Success, Identifier, 1, null, 32, null, 8..), Read("icmp6-echo-reply.packet"));

    [Theory]
    [InlineData("icmp4-echo-reply.packet", "icmp4-echo-request.packet")]
    [InlineData("icmp4-echo-reply-options.packet", null)]
    [InlineData("icmp6-echo-reply.packet", null)]
    public void The_payload_of_a_reply_is_where_it_says(string name, string? request)
    {
        byte[] datagram = GoldenFile.Read(name);
        byte[] payload = datagram[Read(name).Payload];

        // ping: a struct timeval, then the pattern.
        Assert.Equal("1011121314151617", Convert.ToHexStringLower(payload.AsSpan(16)));
        if (request is not null)
        {
            Assert.Equal(GoldenFile.Read(request)[8..], payload);
        }
    }

    [Theory]
    [InlineData("icmp4-network-unreachable.packet", EchoStatus.NetworkUnreachable, "10.99.0.1", 60)]
    [InlineData("icmp4-host-unreachable.packet", EchoStatus.HostUnreachable, "10.9.5.1", 60)]
    [InlineData("icmp4-prohibited.packet", EchoStatus.Prohibited, "10.9.4.1", 60)]
    [InlineData("icmp4-fragmentation-needed.packet", EchoStatus.PacketTooBig, "10.9.2.2", 556)]
    [InlineData("icmp4-time-exceeded.packet", EchoStatus.TimeToLiveExceeded, "10.9.2.2", 60)]
    [InlineData("icmp4-time-exceeded-options.packet", EchoStatus.TimeToLiveExceeded, "10.9.2.2", 100)]
    public void An_IPv4_error_of_a_router_says_which_echo_and_where_it_was_going(
        string name, EchoStatus status, string target, int size) => Assert.Equal(
        new EchoMessage(status, Identifier, 1, 64, size, IPAddress.Parse(target), default), Read(name));

    [Fact]
    public void An_IPv4_error_of_the_target_is_read_as_well() => Assert.Equal(
        new EchoMessage(EchoStatus.Unreachable, Identifier, 1, 63, 60, IPAddress.Parse("10.9.2.3"), default),
        Read("icmp4-port-unreachable.packet"));

    [Theory]
    [InlineData("icmp6-no-route.packet", EchoStatus.NetworkUnreachable, "fd09:99::1", 80)]
    [InlineData("icmp6-address-unreachable.packet", EchoStatus.HostUnreachable, "fd09:2::77", 80)]
    [InlineData("icmp6-prohibited.packet", EchoStatus.Prohibited, "fd09:4::1", 80)]
    [InlineData("icmp6-port-unreachable.packet", EchoStatus.Unreachable, "fd09:2::3", 80)]
    [InlineData("icmp6-packet-too-big.packet", EchoStatus.PacketTooBig, "fd09:2::2", 1240)]
    [InlineData("icmp6-time-exceeded.packet", EchoStatus.TimeToLiveExceeded, "fd09:2::2", 80)]
    [InlineData("icmp6-time-exceeded-first-fragment.packet", EchoStatus.TimeToLiveExceeded, "fd09:2::2", 1240)]
    public void An_IPv6_error_says_which_echo_and_where_it_was_going(
        string name, EchoStatus status, string target, int size) => Assert.Equal(
        new EchoMessage(status, Identifier, 1, null, size, IPAddress.Parse(target), default), Read(name));

    [Theory]
    [InlineData(3, 0, EchoStatus.NetworkUnreachable)] // ICMP_NET_UNREACH
    [InlineData(3, 1, EchoStatus.HostUnreachable)] // ICMP_HOST_UNREACH
    [InlineData(3, 2, EchoStatus.Unreachable)] // ICMP_PROT_UNREACH
    [InlineData(3, 3, EchoStatus.Unreachable)] // ICMP_PORT_UNREACH
    [InlineData(3, 4, EchoStatus.PacketTooBig)] // ICMP_FRAG_NEEDED
    [InlineData(3, 5, EchoStatus.Unreachable)] // ICMP_SR_FAILED
    [InlineData(3, 6, EchoStatus.NetworkUnreachable)] // ICMP_NET_UNKNOWN
    [InlineData(3, 7, EchoStatus.HostUnreachable)] // ICMP_HOST_UNKNOWN
    [InlineData(3, 9, EchoStatus.Prohibited)] // ICMP_NET_ANO
    [InlineData(3, 10, EchoStatus.Prohibited)] // ICMP_HOST_ANO
    [InlineData(3, 11, EchoStatus.NetworkUnreachable)] // ICMP_NET_UNR_TOS
    [InlineData(3, 12, EchoStatus.HostUnreachable)] // ICMP_HOST_UNR_TOS
    [InlineData(3, 13, EchoStatus.Prohibited)] // ICMP_PKT_FILTERED
    [InlineData(3, 255, EchoStatus.Unreachable)]
    [InlineData(11, 1, EchoStatus.TimeToLiveExceeded)] // ICMP_EXC_FRAGTIME
    public void Every_code_of_IPv4_has_its_status(byte type, byte code, EchoStatus status)
    {
        byte[] datagram = GoldenFile.Read("icmp4-host-unreachable.packet");
        (datagram[20], datagram[21]) = (type, code);

        Assert.Equal(status, EchoCodec.Read4(datagram)?.Status);
    }

    [Theory]
    [InlineData(1, 0, EchoStatus.NetworkUnreachable)] // ICMPV6_NOROUTE
    [InlineData(1, 1, EchoStatus.Prohibited)] // ICMPV6_ADM_PROHIBITED
    [InlineData(1, 2, EchoStatus.Unreachable)] // ICMPV6_NOT_NEIGHBOUR
    [InlineData(1, 3, EchoStatus.HostUnreachable)] // ICMPV6_ADDR_UNREACH
    [InlineData(1, 4, EchoStatus.Unreachable)] // ICMPV6_PORT_UNREACH
    [InlineData(1, 5, EchoStatus.Prohibited)] // ICMPV6_POLICY_FAIL
    [InlineData(1, 6, EchoStatus.Prohibited)] // ICMPV6_REJECT_ROUTE
    [InlineData(2, 0, EchoStatus.PacketTooBig)]
    [InlineData(3, 1, EchoStatus.TimeToLiveExceeded)] // ICMPV6_EXC_FRAGTIME
    public void Every_code_of_IPv6_has_its_status(byte type, byte code, EchoStatus status)
    {
        byte[] datagram = GoldenFile.Read("icmp6-no-route.packet");
        (datagram[0], datagram[1]) = (type, code);

        Assert.Equal(status, EchoCodec.Read6(datagram)?.Status);
    }

    private static EchoMessage Read(string name)
    {
        byte[] datagram = GoldenFile.Read(name);
        EchoMessage? message = name.StartsWith("icmp4", StringComparison.Ordinal) ? EchoCodec.Read4(datagram) : EchoCodec.Read6(datagram);
        Assert.NotNull(message);
        return message.Value;
    }
}

using System;
using System.Linq;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Filters;
using NetnsTools.Linux.Tests.Support.Filters;
using Xunit;

namespace NetnsTools.Linux.Tests.Filters;

/// <summary>Filters that no packet could match.</summary>
public sealed class FilterCheckTests
{
    [Theory]
    [InlineData("icmp", "icmp has none")]
    [InlineData("icmp,tcp", "icmp has none")]
    [InlineData("arp,igmp,udp", "arp or igmp has none")]
    [InlineData("icmp6", "icmp6 has none")]
    public void Protocols_without_ports_do_not_go_with_ports(string protocols, string reason) =>
        AssertRefused(new CaptureFilter { Protocols = Parse(protocols), Ports = [80] }, reason);

    [Theory]
    [InlineData("icmp", "fd00::1", "icmp has no IPv6 addresses. Give an IPv4 address too")]
    [InlineData("arp,tcp", "fd00::1", "arp has no IPv6 addresses")]
    [InlineData("ip,igmp", "fd00::/16,fd00::1", "ip or igmp has no IPv6 addresses")]
    [InlineData("icmp6", "10.0.0.1", "icmp6 has no IPv4 addresses. Give an IPv6 address too")]
    [InlineData("tcp,ip6", "0.0.0.0/0", "ip6 has no IPv4 addresses")]
    public void Protocols_do_not_go_with_addresses_of_the_other_family_alone(string protocols, string addresses, string reason) =>
        AssertRefused(new CaptureFilter { Protocols = Parse(protocols), Addresses = FilterTable.Prefixes(addresses.Split(',')) }, reason);

    [Theory]
    [InlineData("tcp,udp,sctp,ip,ip6", "10.0.0.1,fd00::1", 80)]
    [InlineData("icmp,icmp6,arp,igmp", "10.0.0.1,fd00::1", null)]
    [InlineData("tcp", "fd00::1", 65535)]
    [InlineData("arp", "10.0.0.1", null)]
    public void What_can_match_each_on_its_own_is_no_contradiction(string protocols, string addresses, int? port) =>
        Assert.NotEmpty(FilterCompiler.Compile(
            new CaptureFilter
            {
                Protocols = Parse(protocols),
                Addresses = FilterTable.Prefixes(addresses.Split(',')),
                Ports = port is { } one ? [one] : [],
            },
            1));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_is_a_number_from_1_to_65535(int port) =>
        AssertRefused(new CaptureFilter { Ports = [80, port] }, $"{port} is no port; give 1 to 65535");

    [Fact]
    public void Numbers_that_name_nothing_are_refused()
    {
        AssertRefused(new CaptureFilter { Protocols = [(CaptureProtocol)99] }, "'99' is no protocol");
        AssertRefused(new CaptureFilter { Direction = (PacketDirection)9 }, "'9' is no direction");
        AssertRefused(new CaptureFilter(), "snap length of 0 bytes", snapLength: 0);
        AssertRefused(new CaptureFilter(), "snap length of -1 bytes", snapLength: -1);
    }

    private static CaptureProtocol[] Parse(string protocols) =>
        [.. protocols.Split(',').Select(static one => Enum.Parse<CaptureProtocol>(one, ignoreCase: true))];

    private static void AssertRefused(CaptureFilter filter, string reason, int snapLength = 96)
    {
        NetworkException exception = Assert.Throws<NetworkException>(() => FilterCompiler.Compile(filter, snapLength));

        Assert.Equal((FaultKind.InvalidInput, ObjectKind.Capture), (exception.Fault, exception.Subject));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }
}

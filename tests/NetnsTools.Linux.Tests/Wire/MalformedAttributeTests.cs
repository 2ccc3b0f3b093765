using System;
using System.Net;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>Attributes of the wrong size or shape.</summary>
public sealed class MalformedAttributeTests
{
    [Theory]
    [InlineData("08", "1 bytes where an attribute header of 4 should be")]
    [InlineData("080003", "3 bytes where an attribute header of 4 should be")]
    [InlineData("0000 0300", "attribute 3 of 0 bytes with 4 left")]
    [InlineData("0300 0300", "attribute 3 of 3 bytes with 4 left")]
    [InlineData("0500 0300", "attribute 3 of 5 bytes with 4 left")]
    [InlineData("ffff 0300 61", "attribute 3 of 65535 bytes with 5 left")]
    [InlineData("0800 0400 78050000 0900 0d00 e8030000", "attribute 13 of 9 bytes with 8 left")]
    public void An_attribute_whose_length_does_not_fit_is_refused(string hex, string reason) => AssertLinkRefused(reason, Hex(hex));

    [Theory]
    [InlineData("0800 1200 0900 0100", "attribute 1 of 9 bytes with 4 left")] // IFLA_LINKINFO { IFLA_INFO_KIND overruns }
    [InlineData("0800 3400 0500 3500", "attribute 53 of 5 bytes with 4 left")] // IFLA_PROP_LIST { IFLA_ALT_IFNAME overruns }
    [InlineData("0c00 1a00 0800 0a00 0600 0800", "attribute 8 of 6 bytes with 4 left")] // IFLA_AF_SPEC { AF_INET6 { overruns } }
    [InlineData("0700 1200 000000 00", "3 bytes where an attribute header of 4 should be")]
    public void A_nested_attribute_may_not_leave_its_parent(string hex, string reason)
    {
        // Enough bytes follow in the message: only the parent's length stops the reader.
        byte[] following = Datagram.Attribute(LinkAttribute.Mtu, Datagram.Number(1500));

        AssertLinkRefused(reason, Datagram.Join(Hex(hex), following));
    }

    [Theory]
    [InlineData(LinkAttribute.Mtu, 3, 4)]
    [InlineData(LinkAttribute.Mtu, 0, 4)]
    [InlineData(LinkAttribute.OperationalState, 0, 1)]
    [InlineData(LinkAttribute.Carrier, 0, 1)]
    [InlineData(LinkAttribute.LinkNamespaceId, 2, 4)]
    [InlineData(LinkAttribute.GsoMaximumSize, 3, 4)]
    public void A_number_that_is_too_short_is_refused(int type, int length, int needed) =>
        AssertLinkRefused($"attribute {type} holds {length} bytes where {needed} should be", Datagram.Attribute((ushort)type, new byte[length]));

    [Fact]
    public void A_number_of_a_newer_kernel_that_is_longer_is_cut()
    {
        byte[] datagram = LinkMessage(Datagram.Attribute(LinkAttribute.Mtu, 0xdc, 5, 0, 0, 1, 2, 3, 4));

        Assert.Equal(1500, Assert.Single(Datagram.Decode(datagram, LinkDecoder.Decode)).Mtu);
    }

    [Theory]
    [InlineData("76657468", "veth")] // no NUL
    [InlineData("7665746800", "veth")]
    [InlineData("76650074680000", "ve")] // all after the first NUL is not the string's
    [InlineData("", "")]
    [InlineData("00", "")]
    public void A_string_ends_at_its_first_NUL_or_with_the_attribute(string hex, string expected)
    {
        byte[] datagram = LinkMessage(Datagram.Attribute(LinkAttribute.Name, Hex(hex)));

        Assert.Equal(expected, Assert.Single(Datagram.Decode(datagram, LinkDecoder.Decode)).Name);
    }

    [Fact]
    public void A_string_that_is_not_UTF8_is_still_a_string()
    {
        byte[] datagram = LinkMessage(Datagram.Attribute(LinkAttribute.Name, 0x61, 0xff, 0x62, 0));

        Assert.Equal("a\ufffdb", Assert.Single(Datagram.Decode(datagram, LinkDecoder.Decode)).Name);
    }

    [Fact]
    public void The_nested_and_byte_order_bits_are_not_part_of_the_type()
    {
        byte[] datagram = LinkMessage(Datagram.Attribute(LinkAttribute.Mtu | 0xc000, Datagram.Number(1500)));

        Assert.Equal(1500, Assert.Single(Datagram.Decode(datagram, LinkDecoder.Decode)).Mtu);
    }

    [Fact]
    public void An_unknown_attribute_is_passed_over()
    {
        byte[] datagram = LinkMessage(
            Datagram.Attribute(0x3ffe, 1, 2, 3), Datagram.Attribute(LinkAttribute.Mtu, Datagram.Number(1500)));

        Assert.Equal(1500, Assert.Single(Datagram.Decode(datagram, LinkDecoder.Decode)).Mtu);
    }

    [Theory]
    [InlineData(2, 3, 4)]
    [InlineData(2, 16, 4)]
    [InlineData(2, 0, 4)]
    [InlineData(10, 4, 16)]
    [InlineData(10, 17, 16)]
    public void An_address_that_is_not_its_familys_length_is_refused(byte family, int length, int needed)
    {
        byte[] address = Datagram.Message(
            RouteMessageType.NewAddress, NetlinkFlags.None, 1, 1, [family, 0, 0, 0, 1, 0, 0, 0], Datagram.Attribute(2, new byte[length]));
        byte[] route = Datagram.Message(
            RouteMessageType.NewRoute, NetlinkFlags.None, 1, 1, [family, .. new byte[11]], Datagram.Attribute(5, new byte[length]));

        string reason = $"an address of {length} bytes where {needed} should be";
        AssertRefused(reason, () => Walker.Walk(address));
        AssertRefused(reason, () => Walker.Walk(route));
    }

    [Fact]
    public void An_address_message_without_an_address_is_refused()
    {
        byte[] datagram = Datagram.Message(RouteMessageType.NewAddress, NetlinkFlags.None, 1, 1, [2, 24, 0, 0, 1, 0, 0, 0]);

        AssertRefused("an address message without an address", () => Walker.Walk(datagram));
    }

    [Fact]
    public void A_route_without_a_destination_is_the_default()
    {
        byte[] datagram = Datagram.Message(RouteMessageType.NewRoute, NetlinkFlags.None, 1, 1, [10, .. new byte[11]]);

        Assert.Equal(IPAddress.IPv6Any, Assert.Single(Datagram.Decode(datagram, RouteDecoder.Decode)).Destination);
    }

    private static byte[] LinkMessage(params byte[][] attributes) =>
        Datagram.Message(RouteMessageType.NewLink, NetlinkFlags.None, 1, 1, [new byte[16], .. attributes]);

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", string.Empty, StringComparison.Ordinal));

    private static void AssertLinkRefused(string reason, byte[] attributes) =>
        AssertRefused(reason, () => Walker.Walk(LinkMessageUnpadded(attributes)));

    // The message ends where the attributes end: nothing behind them could be read instead.
    private static byte[] LinkMessageUnpadded(byte[] attributes)
    {
        byte[] padded = LinkMessage(attributes);
        return padded[..(NetlinkLayout.HeaderLength + 16 + attributes.Length)];
    }

    private static void AssertRefused(string reason, Action action)
    {
        NetworkException exception = Assert.Throws<NetworkException>(action);
        Assert.Equal(FaultKind.Protocol, exception.Fault);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }
}

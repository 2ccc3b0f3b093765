using System;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace NetnsTools.Linux.Tests.Values;

public sealed class AddressPrefixTests
{
    [Theory]
    [InlineData("10.0.0.10/16", "10.0.0.10", 16)]
    [InlineData("10.0.0.10", "10.0.0.10", 32)]
    [InlineData("0.0.0.0/0", "0.0.0.0", 0)]
    [InlineData("255.255.255.255/32", "255.255.255.255", 32)]
    [InlineData("10.0.0.10/255.255.0.0", "10.0.0.10", 16)]
    [InlineData("10.0.0.10/255.255.255.255", "10.0.0.10", 32)]
    [InlineData("10.0.0.10/0.0.0.0", "10.0.0.10", 0)]
    [InlineData("fd00:1::10/64", "fd00:1::10", 64)]
    [InlineData("fd00:1::10", "fd00:1::10", 128)]
    [InlineData("::/0", "::", 0)]
    [InlineData("::ffff:10.0.0.1/96", "::ffff:10.0.0.1", 96)]
    [InlineData("FD00:1::A/128", "fd00:1::a", 128)]
    public void Address_and_length_are_read_and_the_host_bits_kept(string text, string address, int length)
    {
        AddressPrefix prefix = AddressPrefix.Parse(text);

        Assert.Equal(IPAddress.Parse(address), prefix.Address);
        Assert.Equal(length, prefix.PrefixLength);
        Assert.Equal($"{address}/{length}", prefix.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/16")]
    [InlineData("nix/16")]
    [InlineData("10/8")]
    [InlineData("10.1/16")]
    [InlineData("10.0.1/24")]
    [InlineData("10.0.0.256/24")]
    [InlineData("10.0.0.0.1/24")]
    [InlineData("0x0a.0.0.1/24")]
    [InlineData("010.0.0.10/16")] // octal to some, decimal to others
    [InlineData("10.0.0.08/16")]
    [InlineData("10.0.0.10 /16")]
    [InlineData(" 10.0.0.10/16")]
    [InlineData("10.0.0.1:80/24")]
    [InlineData("[fd00::1]/64")]
    [InlineData("fe80::1%2/64")]
    [InlineData("fd00:::1/64")]
    public void What_is_no_address_is_refused_with_an_example(string? text)
    {
        Assert.False(AddressPrefix.TryParse(text, out AddressPrefix? prefix, out string? reason));
        Assert.Null(prefix);
        Assert.Equal($"'{text}' is not an IP address with a prefix length; write 10.0.0.10/16 or fd00:1::10/64.", reason);
    }

    [Theory]
    [InlineData("10.0.0.10/33", "IPv4 takes 0 to 32")]
    [InlineData("10.0.0.10/", "IPv4 takes 0 to 32")]
    [InlineData("10.0.0.10/-1", "IPv4 takes 0 to 32")]
    [InlineData("10.0.0.10/+8", "IPv4 takes 0 to 32")]
    [InlineData("10.0.0.10/ 8", "IPv4 takes 0 to 32")]
    [InlineData("10.0.0.10/16/8", "IPv4 takes 0 to 32")]
    [InlineData("10.0.0.10/255.0.255.0", "IPv4 takes 0 to 32")]
    [InlineData("10.0.0.10/0.0.0.1", "IPv4 takes 0 to 32")]
    [InlineData("fd00::1/255.255.0.0", "IPv6 takes 0 to 128")]
    [InlineData("10.0.0.10/99999999999", "IPv4 takes 0 to 32")]
    [InlineData("fd00::1/129", "IPv6 takes 0 to 128")]
    [InlineData("fd00::1/x", "IPv6 takes 0 to 128")]
    public void A_length_that_does_not_fit_the_address_is_refused(string text, string range)
    {
        FormatException exception = Assert.Throws<FormatException>(() => AddressPrefix.Parse(text));

        Assert.Equal($"'{text}' has no valid prefix length: {range}.", exception.Message);
        Assert.False(AddressPrefix.TryParse(text, out _));
    }

    [Theory]
    [InlineData("10.0.0.1", -1)]
    [InlineData("10.0.0.1", 33)]
    [InlineData("fd00::1", 129)]
    public void The_constructor_refuses_them_too(string address, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AddressPrefix(IPAddress.Parse(address), length));

    [Theory]
    [InlineData("10.0.0.10/16", "10.0.255.255", true)]
    [InlineData("10.0.0.10/16", "10.1.0.0", false)]
    [InlineData("10.0.0.10/17", "10.0.127.255", true)]
    [InlineData("10.0.0.10/17", "10.0.128.0", false)]
    [InlineData("10.0.0.10/32", "10.0.0.10", true)]
    [InlineData("10.0.0.10/32", "10.0.0.11", false)]
    [InlineData("10.0.0.10/0", "192.0.2.1", true)]
    [InlineData("fd00:1::10/64", "fd00:1::ffff:1", true)]
    [InlineData("fd00:1::10/64", "fd00:1:0:1::1", false)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("::/0", "10.0.0.1", false)]
    public void It_contains_what_shares_its_network_bits_and_family(string prefix, string address, bool contained) =>
        Assert.Equal(contained, AddressPrefix.Parse(prefix).Contains(IPAddress.Parse(address)));

    [Fact]
    public void Equality_is_address_and_length_also_against_text()
    {
        AddressPrefix prefix = AddressPrefix.Parse("fd00:1::10/64");

        Assert.True(prefix.Equals((object)"FD00:1:0::10/64"));
        Assert.Equal(prefix, AddressPrefix.Parse("fd00:1:0:0::10/64"));
        Assert.Equal(prefix.GetHashCode(), AddressPrefix.Parse("fd00:1:0:0::10/64").GetHashCode());
        Assert.False(prefix.Equals((object)"fd00:1::10/63"));
        Assert.False(prefix.Equals((object)"nix"));
        Assert.NotEqual(prefix, AddressPrefix.Parse("fd00:1::11/64"));
        Assert.Equal(AddressFamily.InterNetworkV6, prefix.Family);
    }
}

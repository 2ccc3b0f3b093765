using System;
using System.Net.NetworkInformation;
using Xunit;

namespace NetnsTools.Linux.Tests.Values;

public sealed class MacAddressTests
{
    [Theory]
    [InlineData("02:00:00:00:00:01", "02:00:00:00:00:01")]
    [InlineData("02-00-00-00-00-01", "02:00:00:00:00:01")]
    [InlineData("020000000001", "02:00:00:00:00:01")]
    [InlineData("AA:bb:Cc:dD:EE:ff", "aa:bb:cc:dd:ee:ff")]
    [InlineData("00:00:00:00:00:00", "00:00:00:00:00:00")]
    [InlineData("ff:ff:ff:ff:ff:ff", "ff:ff:ff:ff:ff:ff")]
    public void Three_spellings_are_read_and_one_is_written(string text, string written)
    {
        Assert.True(MacAddress.TryParse(text, out MacAddress address));
        Assert.Equal(written, address.ToString());
        Assert.Equal(written, $"{address:anything}");
        Assert.Equal(address, MacAddress.Parse(written));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("02:00:00:00:00")]
    [InlineData("02:00:00:00:00:01:02")]
    [InlineData("02:00:00:00:00:0")]
    [InlineData("02:00:00:00:00:0g")]
    [InlineData("02:00:00-00:00:01")]
    [InlineData("02.00.00.00.00.01")]
    [InlineData("0200.0000.0001")]
    [InlineData(" 2:00:00:00:00:01")]
    [InlineData("+2:00:00:00:00:01")]
    [InlineData("02:00:00:00:00:01 ")]
    [InlineData("0x0200000000")]
    [InlineData("０2:00:00:00:00:01")] // a full-width digit
    public void Anything_else_is_none(string? text)
    {
        Assert.False(MacAddress.TryParse(text, out MacAddress address));
        Assert.True(address.IsZero);
    }

    [Fact]
    public void Parsing_what_is_none_says_how_to_write_one()
    {
        FormatException exception = Assert.Throws<FormatException>(static () => MacAddress.Parse("nix"));

        Assert.Equal("'nix' is not a MAC address; write six hexadecimal bytes: 02:00:00:00:00:01.", exception.Message);
    }

    [Fact]
    public void The_bytes_are_in_network_order()
    {
        MacAddress address = new([1, 2, 3, 4, 5, 6]);

        Assert.Equal("01:02:03:04:05:06", address.ToString());
        Assert.Equal([1, 2, 3, 4, 5, 6], address.GetAddressBytes());
        Assert.Equal(new PhysicalAddress([1, 2, 3, 4, 5, 6]), address.ToPhysicalAddress());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(20)]
    public void Only_six_bytes_make_one(int length) => Assert.Throws<ArgumentException>(() => new MacAddress(new byte[length]));

    [Theory]
    [InlineData("01:00:5e:00:00:01", true)]
    [InlineData("ff:ff:ff:ff:ff:ff", true)]
    [InlineData("02:00:00:00:00:01", false)]
    [InlineData("fe:01:01:01:01:01", false)]
    public void The_lowest_bit_of_the_first_byte_says_multicast(string text, bool multicast) =>
        Assert.Equal(multicast, MacAddress.Parse(text).IsMulticast);

    [Fact]
    public void Equality_takes_any_spelling_and_the_frameworks_type()
    {
        MacAddress address = MacAddress.Parse("02:00:00:00:00:0a");

        Assert.True(address.Equals((object)"02-00-00-00-00-0A"));
        Assert.True(address.Equals((object)new PhysicalAddress([2, 0, 0, 0, 0, 10])));
        Assert.True(address == MacAddress.Parse("02000000000a"));
        Assert.False(address.Equals((object)"02:00:00:00:00:0b"));
        Assert.False(address.Equals((object)"nix"));
        Assert.False(address.Equals((object)new PhysicalAddress([2, 0, 0])));
        Assert.False(address.Equals(null));
        Assert.True(address != default);
        Assert.Equal(address.GetHashCode(), MacAddress.Parse("02000000000A").GetHashCode());
    }

    [Fact]
    public void The_order_is_that_of_the_numbers()
    {
        MacAddress low = MacAddress.Parse("00:00:00:00:00:ff");
        MacAddress high = MacAddress.Parse("ff:00:00:00:00:00");

        Assert.True(low < high && low <= high && high > low && high >= low);
        Assert.False(low > high || low >= high || high < low || high <= low);
        Assert.Equal(0, low.CompareTo((object)low));
        Assert.Equal(1, low.CompareTo((object?)null));
        Assert.True(low.CompareTo((object)high) < 0);
    }
}

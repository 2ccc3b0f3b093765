using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>The kernel's descriptions of addresses, every property of ours.</summary>
public sealed class AddressAnswerTests
{
    [Fact]
    public void A_dump_gives_broadcast_peer_flags_and_scope()
    {
        List<LinkAddress> addresses = Read("address-dump.answer");

        Assert.Equal(
            [
                new LinkAddress
                {
                    LinkIndex = 2,
                    Address = IPAddress.Parse("10.0.0.10"),
                    PrefixLength = 16,
                    Broadcast = IPAddress.Parse("10.0.255.255"),
                    Scope = AddressScope.Global,
                    Flags = AddressFlags.Permanent,
                    Label = "veth-1",
                },
                new LinkAddress
                {
                    LinkIndex = 2,
                    Address = IPAddress.Parse("192.0.2.1"),
                    Peer = IPAddress.Parse("192.0.2.2"),
                    PrefixLength = 32,
                    Scope = AddressScope.Global,
                    Flags = AddressFlags.Permanent,
                    Label = "veth-1",
                },
                new LinkAddress
                {
                    LinkIndex = 2,
                    Address = IPAddress.Parse("fd00:1::10"),
                    PrefixLength = 64,
                    Scope = AddressScope.Global,
                    Flags = AddressFlags.Permanent | AddressFlags.NoDuplicateDetection,
                },
                new LinkAddress
                {
                    LinkIndex = 2,
                    Address = IPAddress.Parse("fe80::ff:fe00:1"),
                    PrefixLength = 64,
                    Scope = AddressScope.Link,
                    Flags = AddressFlags.Permanent | AddressFlags.Tentative,
                },
            ],
            addresses);
        Assert.Equal([true, true, true, false], addresses.ConvertAll(static address => address.IsUsable));
        Assert.Equal(AddressFamily.InterNetwork, addresses[1].Family);
        Assert.Equal(AddressFamily.InterNetworkV6, addresses[2].Family);
    }

    [Fact]
    public void Lifetimes_are_seconds_and_all_ones_mean_for_ever()
    {
        List<LinkAddress> addresses = Read("address-dump-lifetimes.answer");

        Assert.Equal(4, addresses.Count);
        Assert.Null(addresses[0].ValidLifetime);
        Assert.Null(addresses[0].PreferredLifetime);
        Assert.Equal(IPAddress.Parse("10.9.0.1"), addresses[1].Address);
        Assert.Equal(TimeSpan.FromSeconds(600), addresses[1].ValidLifetime);
        Assert.Equal(TimeSpan.FromSeconds(300), addresses[1].PreferredLifetime);
        Assert.Equal(AddressFlags.None, addresses[1].Flags);
    }

    [Fact]
    public void Flags_over_eight_bits_come_from_the_attribute_not_the_header()
    {
        byte[] datagram = Message(
            [2, 24, 0x80, 0, 1, 0, 0, 0], // AF_INET, /24, IFA_F_PERMANENT, global, index 1
            Datagram.Attribute(AddressAttribute.Local, 10, 0, 0, 1),
            Datagram.Attribute(AddressAttribute.Flags, Datagram.Number(0x280)));

        LinkAddress address = Assert.Single(Datagram.Decode(datagram, AddressDecoder.Decode));
        Assert.Equal(AddressFlags.Permanent | AddressFlags.NoPrefixRoute, address.Flags);
    }

    [Fact]
    public void Without_the_attribute_the_flags_are_the_headers()
    {
        byte[] datagram = Message([2, 24, 0x80, 0, 1, 0, 0, 0], Datagram.Attribute(AddressAttribute.Local, 10, 0, 0, 1));

        Assert.Equal(AddressFlags.Permanent, Assert.Single(Datagram.Decode(datagram, AddressDecoder.Decode)).Flags);
    }

    [Fact]
    public void An_IPv6_peer_is_told_from_the_own_address()
    {
        byte[] datagram = Message(
            [10, 128, 0x80, 0, 1, 0, 0, 0],
            Datagram.Attribute(AddressAttribute.Local, IPAddress.Parse("fd00::1").GetAddressBytes()),
            Datagram.Attribute(AddressAttribute.Address, IPAddress.Parse("fd00::2").GetAddressBytes()));

        LinkAddress address = Assert.Single(Datagram.Decode(datagram, AddressDecoder.Decode));
        Assert.Equal(IPAddress.Parse("fd00::1"), address.Address);
        Assert.Equal(IPAddress.Parse("fd00::2"), address.Peer);
    }

    [Fact]
    public void Families_that_are_not_IP_are_left_out() =>
        Assert.Empty(Datagram.Decode(Message([1, 0, 0, 0, 1, 0, 0, 0]), AddressDecoder.Decode));

    [Theory]
    [InlineData(AddressFlags.None, true)]
    [InlineData(AddressFlags.Permanent, true)]
    [InlineData(AddressFlags.Tentative, false)]
    [InlineData(AddressFlags.DuplicateFound, false)]
    [InlineData(AddressFlags.Tentative | AddressFlags.DuplicateFound, false)]
    [InlineData(AddressFlags.Tentative | AddressFlags.Optimistic, true)]
    [InlineData(AddressFlags.Tentative | AddressFlags.Optimistic | AddressFlags.DuplicateFound, false)]
    public void An_address_is_usable_once_duplicate_detection_lets_it(AddressFlags flags, bool usable) =>
        Assert.Equal(usable, new LinkAddress { LinkIndex = 1, Address = IPAddress.IPv6Loopback, PrefixLength = 64, Flags = flags }.IsUsable);

    private static byte[] Message(byte[] header, params byte[][] attributes) =>
        Datagram.Message(RouteMessageType.NewAddress, Netlink.NetlinkFlags.None, 1, 1, [header, .. attributes]);

    private static List<LinkAddress> Read(string golden) => Datagram.Decode(GoldenFile.Read(golden), AddressDecoder.Decode);
}

using System.Collections.Generic;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>The kernel's descriptions of links, every property of ours.</summary>
public sealed class LinkAnswerTests
{
    // What all veth ends of the recordings have in common.
    private static readonly Link Veth = new()
    {
        Index = 2,
        Name = "veth-1",
        Type = LinkType.Ether,
        Kind = "veth",
        Mtu = 1400,
        MinimumMtu = 68,
        MaximumMtu = 65535,
        QueueingDiscipline = "noop",
        Flags = LinkFlags.Broadcast | LinkFlags.Multicast,
        State = OperationalState.Down,
        Mode = LinkMode.Default,
        Group = 0,
        QueueLength = 1000,
        MacAddress = MacAddress.Parse("02:00:00:00:00:01"),
        BroadcastAddress = MacAddress.Parse("ff:ff:ff:ff:ff:ff"),
        LinkIndex = 2,
        LinkNamespaceId = 0,
        HasCarrier = false,
        CarrierChanges = 1,
        TransmitQueues = 2,
        ReceiveQueues = 2,
        GsoMaximumSize = 65536,
        GsoMaximumSegments = 65535,
        TsoMaximumSize = 524280,
        TsoMaximumSegments = 65535,
        GroMaximumSize = 65536,
        AddressGenerationMode = AddressGenerationMode.Eui64,
        ChangeTime = 0x5730,
    };

    [Fact]
    public void A_fresh_end_is_down_and_knows_its_peers_index_and_namespace() => AssertLink(Veth, "link-veth-down.answer");

    [Fact]
    public void Statistics_and_another_family_change_nothing_of_the_link() =>
        // Asked for family AF_PACKET, the kernel sends IPv6's settings all the same.
        AssertLink(Veth, "link-veth-with-statistics.answer");

    [Fact]
    public void An_end_whose_peer_is_up_runs_and_has_carrier() => AssertLink(
        Veth with
        {
            Flags = LinkFlags.Up | LinkFlags.Broadcast | LinkFlags.Running | LinkFlags.Multicast | LinkFlags.LowerUp,
            QueueingDiscipline = "noqueue",
            State = OperationalState.Up,
            HasCarrier = true,
            CarrierChanges = 2,
            ChangeTime = 0x573a,
        },
        "link-veth-up.answer");

    [Fact]
    public void Alias_alternative_names_bridge_group_and_promiscuity_are_read()
    {
        Link link = Assert.Single(Read("link-veth-with-names.answer"));

        Assert.Equal("left end", link.Alias);
        Assert.Equal(["veth-left", "the-left-end-of-the-pair"], link.AlternativeNames);
        Assert.Equal(3, link.MasterIndex);
        Assert.Equal(7u, link.Group);
        Assert.Equal(2u, link.Promiscuity);
        Assert.Equal(1u, link.AllMulticastCount);
        Assert.Equal(LinkFlags.Broadcast | LinkFlags.Multicast | LinkFlags.Promiscuous, link.Flags);
        Assert.Equal(1300, link.Mtu);
        Assert.Equal(500, link.QueueLength);
        Assert.Equal(MacAddress.Parse("02:00:00:00:00:11"), link.MacAddress);
        // Its own kind, not the kind of the bridge that it is a port of.
        Assert.Equal("veth", link.Kind);
        Assert.True(link.IsVeth);
        Assert.False(link.IsUp);
    }

    [Fact]
    public void A_bridge_has_neither_peer_nor_master()
    {
        Link link = Assert.Single(Read("link-bridge.answer"));

        Assert.Equal(3, link.Index);
        Assert.Equal("br-1", link.Name);
        Assert.Equal("bridge", link.Kind);
        Assert.False(link.IsVeth);
        Assert.Null(link.LinkIndex);
        Assert.Null(link.LinkNamespaceId);
        Assert.Null(link.MasterIndex);
        Assert.Null(link.Alias);
        Assert.Empty(link.AlternativeNames);
    }

    [Fact]
    public void One_datagram_of_a_dump_gives_loopback_and_the_end_in_order()
    {
        List<Link> links = Read("link-dump.answer");

        Assert.Equal(2, links.Count);
        Link loopback = links[0];
        Assert.Equal(1, loopback.Index);
        Assert.Equal("lo", loopback.Name);
        Assert.Equal(LinkType.Loopback, loopback.Type);
        Assert.Equal(LinkFlags.Loopback, loopback.Flags);
        Assert.Null(loopback.Kind);
        Assert.Equal(65536, loopback.Mtu);
        Assert.True(loopback.MacAddress is { IsZero: true });
        Assert.Null(loopback.LinkIndex);
        Assert.Equal("veth-1", links[1].Name);
        Assert.True(links[1].IsUp);
    }

    [Fact]
    public void Another_message_type_is_no_link() => Assert.Empty(Read("address-dump.answer"));

    [Fact]
    public void A_link_layer_address_that_is_not_six_bytes_long_is_none()
    {
        byte[] datagram = LinkMessage(Datagram.Attribute(LinkAttribute.Address, 10, 0, 0, 1)); // a tunnel's local address

        Assert.Null(Assert.Single(Datagram.Decode(datagram, LinkDecoder.Decode)).MacAddress);
    }

    [Fact]
    public void The_burnt_in_address_is_read()
    {
        byte[] datagram = LinkMessage(Datagram.Attribute(LinkAttribute.PermanentAddress, 0x52, 0x54, 0, 1, 2, 3));

        Assert.Equal(MacAddress.Parse("52:54:00:01:02:03"), Assert.Single(Datagram.Decode(datagram, LinkDecoder.Decode)).PermanentAddress);
    }

    [Fact]
    public void A_zero_lower_link_or_master_means_none()
    {
        byte[] datagram = LinkMessage(
            Datagram.Attribute(LinkAttribute.Link, 0, 0, 0, 0), Datagram.Attribute(LinkAttribute.Master, 0, 0, 0, 0));

        Link link = Assert.Single(Datagram.Decode(datagram, LinkDecoder.Decode));
        Assert.Null(link.LinkIndex);
        Assert.Null(link.MasterIndex);
    }

    private static byte[] LinkMessage(params byte[][] attributes) =>
        Datagram.Message(RouteMessageType.NewLink, Netlink.NetlinkFlags.None, 1, 1, [new byte[16], .. attributes]);

    private static List<Link> Read(string golden) => Datagram.Decode(GoldenFile.Read(golden), LinkDecoder.Decode);

    private static void AssertLink(Link expected, string golden)
    {
        Link actual = Assert.Single(Read(golden));
        Assert.Empty(actual.AlternativeNames);
        // Records compare every property; a list among them compares by reference.
        Assert.Equal(expected, actual with { AlternativeNames = expected.AlternativeNames });
    }
}

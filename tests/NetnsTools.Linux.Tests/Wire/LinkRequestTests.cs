using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>What we ask about links, beside what <c>ip</c> asks. Exact bytes; a field that differs on purpose is named.</summary>
public sealed class LinkRequestTests
{
    private const uint VirtualFunctionsAndNoStatistics = 9; // RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS
    private const uint VirtualFunctions = 1; // RTEXT_FILTER_VF
    private const uint NoStatistics = 8; // RTEXT_FILTER_SKIP_STATS
    private const byte PacketFamily = 17; // AF_PACKET

    [Fact]
    public void A_veth_pair_born_in_two_namespaces_is_asked_for_as_ip_does()
    {
        using NamespaceHandle first = NamespaceHandle.OpenCurrent();
        using NamespaceHandle second = NamespaceHandle.OpenCurrent();
        NetlinkRequest request = LinkEncoder.CreateVethPair(
            new VethEndSpecification
            {
                Name = "veth-1",
                MacAddress = MacAddress.Parse("02:00:00:00:00:01"),
                Mtu = 1400,
                Namespace = first,
            },
            new VethEndSpecification { Name = "veth-2", MacAddress = MacAddress.Parse("02:00:00:00:00:02"), Namespace = second });

        // Only the descriptors are this process's own.
        GoldenRequest.Of("link-add-veth-pair.request")
            .WithNumber(0x38, 4, (uint)first.Descriptor)
            .WithNumber(0x7c, 5, (uint)second.Descriptor)
            .AssertEqual(request, NetlinkFlags.Ack);
    }

    [Fact]
    public void A_chosen_index_stands_in_the_header_of_each_end()
    {
        NetlinkRequest request = LinkEncoder.CreateVethPair(
            new VethEndSpecification { Name = "a", Index = 1001 },
            new VethEndSpecification { Name = "b", Index = 1002, Mtu = 9000 });

        byte[] expected = Datagram.Join(
            new byte[4],
            Datagram.Number(1001),
            new byte[8],
            Datagram.Attribute(LinkAttribute.Name, "a"),
            Datagram.Attribute(
                LinkAttribute.Info,
                Datagram.Join(
                    Datagram.Attribute(LinkAttribute.InfoKind, "veth"u8.ToArray()),
                    Datagram.Attribute(
                        LinkAttribute.InfoData,
                        Datagram.Attribute(
                            LinkAttribute.VethPeer,
                            Datagram.Join(
                                new byte[4],
                                Datagram.Number(1002),
                                new byte[8],
                                Datagram.Attribute(LinkAttribute.Mtu, Datagram.Number(9000)),
                                Datagram.Attribute(LinkAttribute.Name, "b")))))));
        Assert.Equal(expected, request.Finish(1)[NetlinkLayout.HeaderLength..].ToArray());
    }

    [Fact]
    public void Reading_by_name_is_ips_request_without_virtual_functions() =>
        GoldenRequest.Of("link-get-by-name.request")
            .WithNumber(0x24, VirtualFunctionsAndNoStatistics, NoStatistics)
            .AssertEqual(LinkEncoder.Get("veth-1"), NetlinkFlags.None);

    [Fact]
    public void Reading_by_index_is_ips_request_without_virtual_functions() =>
        GoldenRequest.Of("link-get-by-index.request")
            .WithNumber(0x24, VirtualFunctionsAndNoStatistics, NoStatistics)
            .AssertEqual(LinkEncoder.Get(2), NetlinkFlags.None);

    [Fact]
    public void Reading_in_another_namespace_adds_its_number() =>
        GoldenRequest.Of("link-get-by-index.request")
            .WithNumber(0x24, VirtualFunctionsAndNoStatistics, NoStatistics)
            .WithAttribute([0x08, 0x00, 0x2e, 0x00, 0x03, 0x00, 0x00, 0x00]) // IFLA_TARGET_NETNSID 3
            .AssertEqual(LinkEncoder.Get(2, 3), NetlinkFlags.None);

    [Fact]
    public void Listing_is_ips_request_of_no_family_and_without_statistics() =>
        GoldenRequest.Of("link-dump.request")
            .WithByte(0x10, PacketFamily, 0)
            .WithNumber(0x24, VirtualFunctions, NoStatistics)
            .AssertEqual(LinkEncoder.Dump(), NetlinkFlags.Dump);

    [Fact]
    public void Listing_one_kind_is_ips_request_without_virtual_functions_and_family() =>
        GoldenRequest.Of("link-dump-veth.request")
            .WithByte(0x10, PacketFamily, 0)
            .WithNumber(0x24, VirtualFunctions, NoStatistics)
            .AssertEqual(LinkEncoder.Dump("veth"), NetlinkFlags.Dump);

    [Fact]
    public void A_pair_whose_first_end_is_born_up_is_asked_for_as_ip_does() =>
        GoldenRequest.Of("link-add-veth-up.request")
            .AssertEqual(
                LinkEncoder.CreateVethPair(new VethEndSpecification { Name = "veth-1" }, new VethEndSpecification { Name = "veth-2" }, up: true),
                NetlinkFlags.Ack);

    [Fact]
    public void Switching_on_is_ips_request_as_a_change() =>
        Change("link-set-up.request").AssertEqual(LinkEncoder.Change(2, new LinkChange { Up = true }), NetlinkFlags.Ack);

    [Fact]
    public void Switching_off_is_ips_request_as_a_change() =>
        Change("link-set-down.request").AssertEqual(LinkEncoder.Change(2, new LinkChange { Up = false }), NetlinkFlags.Ack);

    [Fact]
    public void Address_resolution_off_sets_the_flag_and_promiscuous_off_clears_its_own() =>
        Change("link-set-noarp.request")
            .AssertEqual(LinkEncoder.Change(2, new LinkChange { Arp = false, Promiscuous = false }), NetlinkFlags.Ack);

    [Fact]
    public void Many_changes_go_in_one_message_in_ips_order() =>
        Change("link-set-many.request").AssertEqual(
            LinkEncoder.Change(
                2,
                new LinkChange
                {
                    MacAddress = MacAddress.Parse("02:00:00:00:00:11"),
                    Mtu = 1300,
                    QueueLength = 500,
                    Group = 7,
                    Promiscuous = true,
                }),
            NetlinkFlags.Ack);

    [Fact]
    public void An_alias_goes_without_a_terminating_NUL_so_that_255_bytes_fit() =>
        Change("link-set-alias.request").AssertEqual(LinkEncoder.Change(2, new LinkChange { Alias = "left end" }), NetlinkFlags.Ack);

    [Fact]
    public void The_empty_alias_is_an_attribute_without_a_value() =>
        Change("link-set-no-alias.request")
            .AssertEqual(LinkEncoder.Change(2, new LinkChange { Alias = string.Empty }), NetlinkFlags.Ack);

    [Fact]
    public void A_new_name_goes_with_its_NUL() =>
        Change("link-rename.request").AssertEqual(LinkEncoder.Change(2, new LinkChange { Name = "veth-9" }), NetlinkFlags.Ack);

    [Fact]
    public void A_move_names_the_namespace_by_descriptor() =>
        Change("link-move.request").AssertEqual(LinkEncoder.Move(2, 4, null), NetlinkFlags.Ack);

    [Fact]
    public void A_move_can_rename_in_the_same_message() =>
        Change("link-move.request")
            .WithAttribute([0x07, 0x00, 0x03, 0x00, (byte)'x', (byte)'y', 0x00, 0x00]) // IFLA_IFNAME "xy", padding
            .AssertEqual(LinkEncoder.Move(2, 4, "xy"), NetlinkFlags.Ack);

    [Fact]
    public void Deleting_is_ips_request() =>
        GoldenRequest.Of("link-delete.request").AssertEqual(LinkEncoder.Delete(2), NetlinkFlags.Ack);

    [Fact]
    public void Deleting_a_group_is_ips_request() =>
        GoldenRequest.Of("link-delete-group.request").AssertEqual(LinkEncoder.DeleteGroup(7), NetlinkFlags.Ack);

    // ip says RTM_NEWLINK without NLM_F_CREATE where we say RTM_SETLINK.
    private static GoldenRequest Change(string name) => GoldenRequest.Of(name).WithType(RouteMessageType.SetLink);
}

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>What we ask about addresses, routes and namespace numbers, beside what <c>ip</c> asks.</summary>
public sealed class AddressAndRouteRequestTests
{
    [Fact]
    public void Adding_an_IPv4_address_is_ips_request() =>
        GoldenRequest.Of("address-add-ipv4.request")
            .AssertEqual(AddressEncoder.Add(2, AddressPrefix.Parse("10.0.0.10/16"), AddressFlags.None), NetlinkFlags.Ack);

    [Fact]
    public void Adding_an_IPv6_address_is_ips_request() =>
        GoldenRequest.Of("address-add-ipv6.request")
            .AssertEqual(AddressEncoder.Add(2, AddressPrefix.Parse("fd00:1::10/64"), AddressFlags.None), NetlinkFlags.Ack);

    [Fact]
    public void Without_duplicate_detection_the_flag_is_an_attribute_where_ip_uses_the_header() =>
        GoldenRequest.Of("address-add-ipv6-nodad.request")
            .WithByte(0x12, 0x02, 0x00) // ifa_flags: IFA_F_NODAD moves …
            .WithAttribute([0x08, 0x00, 0x08, 0x00, 0x02, 0x00, 0x00, 0x00]) // … to IFA_FLAGS, which holds 32 bits
            .AssertEqual(
                AddressEncoder.Add(2, AddressPrefix.Parse("fd00:1::10/64"), AddressFlags.NoDuplicateDetection), NetlinkFlags.Ack);

    [Fact]
    public void Deleting_an_address_with_a_peer_is_ips_request() =>
        GoldenRequest.Of("address-delete-peer.request").AssertEqual(
            AddressEncoder.Delete(new LinkAddress
            {
                LinkIndex = 2,
                PrefixLength = 32,
                Address = IPAddress.Parse("192.0.2.1"),
                Peer = IPAddress.Parse("192.0.2.2"),
            }),
            NetlinkFlags.Ack);

    [Fact]
    public void Listing_one_links_addresses_is_ips_request() =>
        GoldenRequest.Of("address-dump.request").AssertEqual(AddressEncoder.Dump(2, null), NetlinkFlags.Dump);

    [Theory]
    [InlineData(AddressFamily.InterNetwork, 2)]
    [InlineData(AddressFamily.InterNetworkV6, 10)]
    public void Listing_one_familys_addresses_says_the_kernels_number_of_it(AddressFamily family, byte number) =>
        GoldenRequest.Of("address-dump.request")
            .WithByte(0x10, 0, number)
            .WithNumber(0x14, 2, 0)
            .AssertEqual(AddressEncoder.Dump(null, family), NetlinkFlags.Dump);

    [Fact]
    public void Listing_routes_of_all_tables_is_ips_request()
    {
        FakeKernel kernel = new();
        _ = kernel.Answer(request => [request.Done()]);
        using NetlinkClient client = new(kernel);

        Assert.Empty(new RouteOperations(client, null).List());

        AssertSent("route-dump.request", kernel.Requests);
    }

    [Theory]
    [InlineData("10.0.0.20", "route-get-ipv4.request")]
    [InlineData("fd00:1::20", "route-get-ipv6.request")]
    public void Looking_up_a_route_is_ips_request(string destination, string golden)
    {
        FakeKernel kernel = new();
        _ = kernel.Answer(request => [request.Refuse(Errno.NetworkUnreachable)]);
        using NetlinkClient client = new(kernel);

        Assert.Null(new RouteOperations(client, null).Lookup(IPAddress.Parse(destination)));

        AssertSent(golden, kernel.Requests);
    }

    [Fact]
    public void Asking_for_a_namespaces_number_is_ips_request()
    {
        FakeKernel kernel = new();
        _ = kernel.Answer(request => [request.Reply(RouteMessageType.NewNamespaceId, NetlinkFlags.None, new byte[4], NumberAttribute(5))]);
        using NetlinkClient client = new(kernel);
        using NamespaceHandle target = NamespaceHandle.OpenCurrent();

        Assert.Equal(5, new NamespaceIdOperations(client, null).Find(target));

        // The descriptor is this process's own.
        AssertSent("nsid-get.request", kernel.Requests, (0x18, (byte)target.Descriptor), (0x19, (byte)(target.Descriptor >> 8)));
    }

    [Fact]
    public void Listing_namespace_numbers_is_ips_request()
    {
        FakeKernel kernel = new();
        _ = kernel.Answer(request => [request.Done()]);
        using NetlinkClient client = new(kernel);

        Assert.Empty(new NamespaceIdOperations(client, null).List());

        AssertSent("nsid-dump.request", kernel.Requests);
    }

    private static byte[] NumberAttribute(int value) => Datagram.Attribute(1, Datagram.Number(value)); // NETNSA_NSID

    private static void AssertSent(string golden, List<SentRequest> requests, params (int Offset, byte Value)[] changes)
    {
        byte[] expected = GoldenFile.Read(golden);
        SentRequest sent = Assert.Single(requests);
        foreach ((int offset, byte value) in changes)
        {
            expected[offset] = value;
        }

        sent.Bytes.AsSpan(8, 4).CopyTo(expected.AsSpan(8)); // nlmsg_seq
        Assert.Equal(expected, sent.Bytes);
    }
}

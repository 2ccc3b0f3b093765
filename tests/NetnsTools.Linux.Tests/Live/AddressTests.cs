using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Addresses added, listed and deleted.</summary>
public sealed class AddressTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void An_IPv4_address_is_there_as_it_was_added()
    {
        (Place place, Link link) = UpPair();

        place.Route.Addresses.Add(link, AddressPrefix.Parse("10.0.0.10/16"));

        LinkAddress address = Assert.Single(place.Route.Addresses.List(link.Index, AddressFamily.InterNetwork));
        Assert.Equal(
            new LinkAddress
            {
                LinkIndex = link.Index,
                Address = IPAddress.Parse("10.0.0.10"),
                PrefixLength = 16,
                Scope = AddressScope.Global,
                Flags = AddressFlags.Permanent,
                Label = link.Name,
            },
            address);
    }

    [RootFact]
    public void An_IPv6_address_without_duplicate_detection_is_usable_at_once()
    {
        (Place place, Link link) = UpPair();

        place.Route.Addresses.Add(link, AddressPrefix.Parse("fd00:1::10/64"), AddressFlags.NoDuplicateDetection);

        LinkAddress address = Single(place, link, "fd00:1::10");
        Assert.True(address.IsUsable);
        Assert.Equal(AddressFlags.Permanent | AddressFlags.NoDuplicateDetection, address.Flags);
    }

    [RootFact]
    public void An_IPv6_address_with_duplicate_detection_is_tentative_first_and_usable_later()
    {
        (Place place, Link link) = UpPair();

        place.Route.Addresses.Add(link, AddressPrefix.Parse("fd00:1::10/64"));

        Assert.False(Single(place, link, "fd00:1::10").IsUsable);
        Deadline.Until("duplicate detection is over", () => Single(place, link, "fd00:1::10").IsUsable);
    }

    [RootFact]
    public void An_address_that_the_link_has_is_refused()
    {
        (Place place, Link link) = UpPair();
        place.Route.Addresses.Add(link, AddressPrefix.Parse("10.0.0.10/16"));

        KernelException exception = Assert.Throws<KernelException>(
            () => place.Route.Addresses.Add(link, AddressPrefix.Parse("10.0.0.10/16")));

        Assert.Equal((FaultKind.AlreadyExists, ObjectKind.Address), (exception.Fault, exception.Subject));
        Assert.Contains(
            $"Cannot add to link '{link.Name}' the address '10.0.0.10/16' in namespace '{place.Name}'", exception.Message, StringComparison.Ordinal);
    }

    [RootFact]
    public void A_deleted_address_is_gone_and_cannot_be_deleted_again()
    {
        (Place place, Link link) = UpPair();
        place.Route.Addresses.Add(link, AddressPrefix.Parse("10.0.0.10/16"));
        place.Route.Addresses.Add(link, AddressPrefix.Parse("10.0.0.11/16"));
        place.Route.Addresses.Add(link, AddressPrefix.Parse("fd00:1::10/64"), AddressFlags.NoDuplicateDetection);
        LinkAddress ipv4 = Single(place, link, "10.0.0.11");
        LinkAddress ipv6 = Single(place, link, "fd00:1::10");

        place.Route.Addresses.Delete(ipv4);
        place.Route.Addresses.Delete(ipv6);

        string[] left = [.. Global(place, link)];
        Assert.Equal(["10.0.0.10"], left);
        foreach (LinkAddress gone in (LinkAddress[])[ipv4, ipv6])
        {
            KernelException exception = Assert.Throws<KernelException>(() => place.Route.Addresses.Delete(gone));
            Assert.Equal((FaultKind.NotFound, Errno.AddressNotAvailable), (exception.Fault, exception.Errno));
        }
    }

    [RootFact]
    public void The_same_address_with_another_prefix_is_another_one()
    {
        (Place place, Link link) = UpPair();
        place.Route.Addresses.Add(link, AddressPrefix.Parse("10.0.0.10/16"));
        place.Route.Addresses.Add(link, AddressPrefix.Parse("10.0.0.10/24"));

        place.Route.Addresses.Delete(place.Route.Addresses.List(link.Index).Single(static address => address.PrefixLength == 16));

        Assert.Equal(24, Assert.Single(place.Route.Addresses.List(link.Index, AddressFamily.InterNetwork)).PrefixLength);
    }

    [RootFact]
    public void A_list_can_be_narrowed_to_a_link_and_a_family()
    {
        (Place place, Link link) = UpPair();
        place.Route.Addresses.Add(link, AddressPrefix.Parse("10.0.0.10/16"));
        place.Route.Addresses.Add(link, AddressPrefix.Parse("fd00:1::10/64"), AddressFlags.NoDuplicateDetection);

        IReadOnlyList<LinkAddress> all = place.Route.Addresses.List();
        Assert.Contains(all, static address => address.Address.Equals(IPAddress.Loopback));
        Assert.Contains(all, static address => address.Address.Equals(IPAddress.IPv6Loopback));
        Assert.Contains(all, address => address.LinkIndex == link.Index);
        Assert.All(place.Route.Addresses.List(link.Index), address => Assert.Equal(link.Index, address.LinkIndex));
        Assert.Equal(
            [IPAddress.Loopback, IPAddress.Parse("10.0.0.10")],
            place.Route.Addresses.List(family: AddressFamily.InterNetwork).Select(static address => address.Address));
        Assert.Equal(
            [IPAddress.IPv6Loopback],
            place.Route.Addresses.List(1, AddressFamily.InterNetworkV6).Select(static address => address.Address));
    }

    [RootFact]
    public void Listing_or_adding_on_a_missing_link_is_refused()
    {
        (Place place, Link link) = UpPair();

        Assert.Equal(FaultKind.NotFound, Assert.Throws<KernelException>(() => place.Route.Addresses.List(9999)).Fault);
        Assert.Equal(
            FaultKind.NotFound,
            Assert.Throws<KernelException>(
                () => place.Route.Addresses.Add(link with { Index = 9999 }, AddressPrefix.Parse("10.0.0.10/16"))).Fault);
    }

    [RootFact]
    public void A_table_of_thousands_comes_in_many_datagrams_and_complete()
    {
        (Place place, Link link) = UpPair();
        for (int number = 0; number < 3000; number++)
        {
            place.Route.Addresses.Add(link, AddressPrefix.Parse($"10.1.{number / 250}.{(number % 250) + 1}/32"));
        }

        IReadOnlyList<LinkAddress> addresses = place.Route.Addresses.List(link.Index, AddressFamily.InterNetwork);

        Assert.Equal(3000, addresses.Select(static address => address.Address).Distinct().Count());
        Assert.Equal(3000, addresses.Count);
    }

    private static IEnumerable<string> Global(Place place, Link link) => place.Route.Addresses.List(link.Index)
        .Where(static address => address.Scope == AddressScope.Global)
        .Select(static address => address.Address.ToString());

    private static LinkAddress Single(Place place, Link link, string address) =>
        place.Route.Addresses.List(link.Index).Single(found => found.Address.Equals(IPAddress.Parse(address)));

    private (Place Place, Link Link) UpPair()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (Link link, Link peer) = _network.CreatePair(left, right);
        left.Route.Links.Change(link, new LinkChange { Up = true });
        right.Route.Links.Change(peer, new LinkChange { Up = true });
        return (left, left.Route.Links.Get(link.Index));
    }
}

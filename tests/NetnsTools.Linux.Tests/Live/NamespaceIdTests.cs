using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>The numbers that namespaces have for each other.</summary>
public sealed class NamespaceIdTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void A_fresh_namespace_has_no_number_for_another()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();

        Assert.Empty(left.Route.NamespaceIds.List());
        Assert.Null(left.Route.NamespaceIds.Find(right.Handle));
    }

    [RootFact]
    public void A_pair_makes_numbers_and_the_link_names_its_peers()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        Place third = _network.CreatePlace();

        (Link end, Link other) = _network.CreatePair(left, right);
        (Link toThird, _) = _network.CreatePair(left, third);

        Assert.NotNull(end.LinkNamespaceId);
        Assert.Equal(end.LinkNamespaceId, left.Route.NamespaceIds.Find(right.Handle));
        Assert.Equal(other.LinkNamespaceId, right.Route.NamespaceIds.Find(left.Handle));
        Assert.Equal(toThird.LinkNamespaceId, left.Route.NamespaceIds.Find(third.Handle));
        Assert.NotEqual(end.LinkNamespaceId, toThird.LinkNamespaceId);
        IReadOnlyList<int> numbers = left.Route.NamespaceIds.List();
        Assert.Equal(2, numbers.Count);
        Assert.Contains(end.LinkNamespaceId.Value, numbers);
    }

    [RootFact]
    public async Task A_number_that_ip_gave_is_found()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();

        _ = await Ip.Run("-n", left.Name, "netns", "set", right.Name, "77");

        Assert.Equal(77, left.Route.NamespaceIds.Find(right.Handle));
        Assert.Equal([77], left.Route.NamespaceIds.List());
        Assert.Equal(77, _network.CreatePair(left, right).Left.LinkNamespaceId);
        Assert.Contains("nsid 77", await Ip.Run("-n", left.Name, "netns", "list-id"), StringComparison.Ordinal);
    }

    [RootFact]
    public void The_peer_is_seen_through_the_number_from_here()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (Link end, Link other) = _network.CreatePair(left, right);

        Link? seen = left.Route.Links.FindIn(end.LinkNamespaceId!.Value, end.LinkIndex!.Value);

        Assert.Equal((other.Name, other.Index, other.MacAddress), (seen?.Name, seen?.Index ?? 0, seen?.MacAddress));
    }

    [RootFact]
    public void What_cannot_be_seen_there_is_none()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (Link end, _) = _network.CreatePair(left, right);

        Assert.Null(left.Route.Links.FindIn(end.LinkNamespaceId!.Value, 9999));
        Assert.Null(left.Route.Links.FindIn(4242, 1));
    }

    [RootFact]
    public void Identities_are_the_inodes_that_the_kernel_prints()
    {
        using NamespaceHandle handle = _network.Create();

        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"net:[{handle.Identity.Inode}]"), handle.Identity.ToString());
        Assert.NotEqual(default, handle.Identity);
        Assert.NotEqual(_network.Create().Identity, handle.Identity);
    }
}

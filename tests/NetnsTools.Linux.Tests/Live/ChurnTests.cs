using System;
using System.Linq;
using System.Net;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>The same names again and again: nothing is "still there".</summary>
public sealed class ChurnTests : IDisposable
{
    private const int Rounds = 200;

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void Two_namespaces_and_their_pair_are_made_and_removed_200_times_under_the_same_names()
    {
        (string leftName, string rightName) = (_network.NewName(), _network.NewName());
        (string leftEnd, string rightEnd) = (_network.NewLinkName(), _network.NewLinkName());

        for (int round = 0; round < Rounds; round++)
        {
            using NamespaceHandle left = _network.Store.Create(leftName);
            using NamespaceHandle right = _network.Store.Create(rightName);
            using RouteConnection route = RouteConnection.Open(left);
            route.Links.CreateVethPair(
                new VethEndSpecification { Name = leftEnd }, new VethEndSpecification { Name = rightEnd, Namespace = right });
            Link link = route.Links.Get(leftEnd);
            route.Addresses.Add(link, AddressPrefix.Parse("10.0.0.10/16"));
            Assert.Equal(IPAddress.Parse("10.0.0.10"), Assert.Single(route.Addresses.List(link.Index)).Address);

            _network.Store.Remove(leftName);
            _network.Store.Remove(rightName);
        }

        Assert.Null(_network.Store.Find(leftName));
        Assert.Null(_network.Store.Find(rightName));
    }

    [RootFact]
    public void An_end_in_a_namespace_that_stays_is_free_again_once_it_was_deleted_200_times()
    {
        Place stays = _network.CreatePlace();
        string name = _network.NewName();
        string end = _network.NewLinkName();

        for (int round = 0; round < Rounds; round++)
        {
            using NamespaceHandle goes = _network.Store.Create(name);
            stays.Route.Links.CreateVethPair(
                new VethEndSpecification { Name = end }, new VethEndSpecification { Name = "veth-1", Namespace = goes });
            stays.Route.Links.Delete(stays.Route.Links.Get(end));
            _network.Store.Remove(name);
        }

        Assert.Equal(["lo"], stays.Route.Links.List().Select(static link => link.Name));
    }
}

using System;
using System.Collections.Generic;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Veth pairs, born where they belong.</summary>
public sealed class VethPairTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void Both_ends_are_born_in_their_namespaces_as_asked()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();

        left.Route.Links.CreateVethPair(
            new VethEndSpecification { Name = "veth-1", Mtu = 1400, MacAddress = MacAddress.Parse("02:00:00:00:00:01"), Index = 11 },
            new VethEndSpecification
            {
                Name = "veth-2",
                Mtu = 1300,
                MacAddress = MacAddress.Parse("02:00:00:00:00:02"),
                Index = 12,
                Namespace = right.Handle,
            });

        Link first = left.Route.Links.Get("veth-1");
        Link second = right.Route.Links.Get("veth-2");
        Assert.Equal((11, 1400, MacAddress.Parse("02:00:00:00:00:01")), (first.Index, first.Mtu, first.MacAddress));
        Assert.Equal((12, 1300, MacAddress.Parse("02:00:00:00:00:02")), (second.Index, second.Mtu, second.MacAddress));
        Assert.Equal((12, 11), (first.LinkIndex, second.LinkIndex));
        Assert.True(first is { IsVeth: true, IsUp: false, State: OperationalState.Down, Type: LinkType.Ether });
        Assert.Equal(["lo", "veth-1"], Names(left));
        Assert.Equal(["lo", "veth-2"], Names(right));
    }

    [RootFact]
    public void Both_ends_can_be_born_in_namespaces_other_than_the_connections()
    {
        Place third = _network.CreatePlace();
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();

        third.Route.Links.CreateVethPair(
            new VethEndSpecification { Name = "veth-1", Namespace = left.Handle },
            new VethEndSpecification { Name = "veth-2", Namespace = right.Handle });

        Assert.Equal(["lo"], Names(third));
        Assert.Equal(["lo", "veth-1"], Names(left));
        Assert.Equal(["lo", "veth-2"], Names(right));
    }

    [RootFact]
    public void The_host_hears_nothing_of_a_pair_that_is_born_elsewhere()
    {
        using NamespaceHandle host = NamespaceHandle.OpenCurrent();
        using RouteConnection hostRoute = RouteConnection.Open(host);
        using LinkMonitor monitor = new(host);
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (string leftName, string rightName) = (_network.NewLinkName(), _network.NewLinkName());

        hostRoute.Links.CreateVethPair(
            new VethEndSpecification { Name = leftName, Namespace = left.Handle },
            new VethEndSpecification { Name = rightName, Namespace = right.Handle });
        List<string> events = monitor.Drain();

        Assert.DoesNotContain(leftName, events);
        Assert.DoesNotContain(rightName, events);
        Assert.Null(hostRoute.Links.Find(leftName));

        // The same monitor hears one that is born on the host and moved.
        (string first, string second) = (_network.NewLinkName(), _network.NewLinkName());
        hostRoute.Links.CreateVethPair(new VethEndSpecification { Name = first }, new VethEndSpecification { Name = second });
        Link link = hostRoute.Links.Get(first);
        events = monitor.Drain();
        hostRoute.Links.Delete(link);
        Assert.Contains(first, events);
        Assert.Contains(second, events);
    }

    [RootFact]
    public void A_taken_name_is_refused_and_no_half_of_the_pair_is_left()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (Link taken, _) = _network.CreatePair(left, right);

        KernelException here = Assert.Throws<KernelException>(() => left.Route.Links.CreateVethPair(
            new VethEndSpecification { Name = taken.Name }, new VethEndSpecification { Name = "free-1", Namespace = right.Handle }));
        KernelException there = Assert.Throws<KernelException>(() => right.Route.Links.CreateVethPair(
            new VethEndSpecification { Name = "free-2" }, new VethEndSpecification { Name = taken.Name, Namespace = left.Handle }));

        Assert.Equal((Errno.Exists, FaultKind.AlreadyExists), (here.Errno, here.Fault));
        Assert.Equal((Errno.Exists, FaultKind.AlreadyExists), (there.Errno, there.Fault));
        Assert.Equal(left.Name, here.Namespace);
        Assert.Contains($"create veth pair '{taken.Name}, free-1' in namespace '{left.Name}'", here.Message, StringComparison.Ordinal);
        Assert.Equal(2, left.Route.Links.List().Count);
        Assert.Equal(2, right.Route.Links.List().Count);
    }

    [RootFact]
    public void A_taken_index_is_refused()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();

        KernelException here = Assert.Throws<KernelException>(() => left.Route.Links.CreateVethPair(
            new VethEndSpecification { Name = "veth-1", Index = 1 },
            new VethEndSpecification { Name = "veth-2", Namespace = right.Handle }));
        KernelException there = Assert.Throws<KernelException>(() => left.Route.Links.CreateVethPair(
            new VethEndSpecification { Name = "veth-1", Index = 11 },
            new VethEndSpecification { Name = "veth-2", Namespace = right.Handle, Index = 1 }));

        // For the first end the kernel looks whether the link exists, for the peer whether the number is free.
        Assert.Equal((FaultKind.AlreadyExists, Errno.Exists), (here.Fault, here.Errno));
        Assert.Equal((FaultKind.Busy, Errno.Busy), (there.Fault, there.Errno));
        Assert.Equal(["lo"], Names(left));
        Assert.Equal(["lo"], Names(right));
    }

    [RootFact]
    public void A_bad_name_is_refused_before_the_kernel_is_asked()
    {
        Place left = _network.CreatePlace();
        List<string> requests = [];
        left.Route.Trace = requests.Add;

        foreach (string name in (string[])["", ".", "a/b", "1234567890123456", "veth%d"])
        {
            NetworkException exception = Assert.Throws<NetworkException>(() => left.Route.Links.CreateVethPair(
                new VethEndSpecification { Name = "veth-1" }, new VethEndSpecification { Name = name }));
            Assert.Equal(FaultKind.InvalidInput, exception.Fault);
        }

        Assert.Empty(requests);
        Assert.Equal(["lo"], Names(left));
    }

    [RootFact]
    public void The_rule_for_names_is_the_kernels()
    {
        Place place = _network.CreatePlace();
        string[] names = ["123456789012345", "1234567890123456", "a/b", "a:b", "a b", "a\tb", ".", "..", "à", "é", "网络接口", "a'b", "\u2003"];

        Assert.All(names, name =>
        {
            bool taken;
            try
            {
                // Past our own check.
                using Netlink.NetlinkClient client = new(new Netlink.NetlinkSocket(place.Handle.OpenNetlink()));
                client.Execute(
                    LinkEncoder.CreateVethPair(new VethEndSpecification { Name = name }, new VethEndSpecification { Name = "peer" }),
                    new Operation(ObjectKind.Link, "create"));
                place.Route.Links.Delete(place.Route.Links.Get("peer"));
                taken = true;
            }
            catch (KernelException)
            {
                taken = false;
            }

            // Ours may be stricter about white space that is no ASCII, never more lenient.
            Assert.True(taken || !InterfaceName.IsValid(name), $"The kernel refuses '{name}', we do not.");
            Assert.True(!taken || InterfaceName.IsValid(name) || string.IsNullOrWhiteSpace(name), $"The kernel takes '{name}', we do not.");
        });
    }

    private static List<string> Names(Place place)
    {
        List<string> names = [];
        foreach (Link link in place.Route.Links.List())
        {
            names.Add(link.Name);
        }

        return names;
    }
}

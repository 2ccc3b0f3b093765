using System;
using System.Threading.Tasks;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>What we make, <c>ip</c> uses, and the other way round.</summary>
public sealed class InterchangeTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public async Task Ip_lists_enters_and_deletes_what_we_made()
    {
        string name = _network.NewName();
        _network.Store.Create(name).Dispose();

        Assert.Contains(name, await Ip.Namespaces());
        Assert.Contains("lo: <LOOPBACK,UP,LOWER_UP>", await Ip.Run("-n", name, "link", "show"), StringComparison.Ordinal);
        Assert.Contains("127.0.0.1/8", await Ip.Run("netns", "exec", name, "ip", "addr", "show"), StringComparison.Ordinal);
        _ = await Ip.Run("netns", "delete", name);

        Assert.Null(_network.Store.Find(name));
        Assert.DoesNotContain(name, await Ip.Namespaces());
    }

    [RootFact]
    public async Task We_list_enter_and_remove_what_ip_made()
    {
        string name = _network.NewName();
        _ = await Ip.Run("netns", "add", name);

        Assert.Equal(NamespaceState.Live, _network.Store.Find(name)?.State);
        using (NamespaceHandle handle = _network.Store.Open(name))
        using (RouteConnection route = RouteConnection.Open(handle))
        {
            Link loopback = Assert.Single(route.Links.List());
            Assert.False(loopback.IsUp);
            route.Links.Change(loopback, new LinkChange { Up = true });
        }

        Assert.Contains("LOOPBACK,UP", await Ip.Run("-n", name, "link", "show", "lo"), StringComparison.Ordinal);
        _network.Store.Remove(name);
        Assert.DoesNotContain(name, await Ip.Namespaces());
        _ = await Ip.Run("netns", "add", name);
        Assert.Equal(NamespaceState.Live, _network.Store.Find(name)?.State);
    }

    [RootFact]
    public async Task Ip_sees_the_same_inode_that_we_do()
    {
        using NamespaceHandle handle = _network.Create();

        string identity = await Ip.Run("netns", "exec", handle.Label!, "readlink", "/proc/self/ns/net");

        Assert.Equal(handle.Identity.ToString(), identity.Trim());
    }

    [RootFact]
    public async Task Ip_sees_the_pair_the_addresses_and_the_flags_that_we_set()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (Link leftEnd, Link rightEnd) = _network.CreatePair(left, right);
        left.Route.Addresses.Add(leftEnd, AddressPrefix.Parse("10.0.0.10/16"));
        left.Route.Links.Change(leftEnd, new LinkChange { Up = true, Alias = "left end", Mtu = 1400 });
        right.Route.Links.Change(rightEnd, new LinkChange { Up = true });

        string text = await Ip.Run("-n", left.Name, "addr", "show", "dev", leftEnd.Name);

        Assert.Contains($"{leftEnd.Name}@if{rightEnd.Index}:", text, StringComparison.Ordinal);
        Assert.Contains($"link-netns {right.Name}", text, StringComparison.Ordinal);
        Assert.Contains("mtu 1400", text, StringComparison.Ordinal);
        Assert.Contains("alias left end", await Ip.Run("-n", left.Name, "link", "show", leftEnd.Name), StringComparison.Ordinal);
        Assert.Contains("inet 10.0.0.10/16 scope global", text, StringComparison.Ordinal);
        Assert.Contains("UP,LOWER_UP", text, StringComparison.Ordinal);
    }

    [RootFact]
    public async Task We_see_the_alternative_names_bridge_and_peer_address_that_ip_set()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (Link end, _) = _network.CreatePair(left, right);
        string longName = $"an-alternative-name-of-{end.Name}";
        _ = await Ip.Run("-n", left.Name, "link", "add", "br-1", "type", "bridge");
        _ = await Ip.Run("-n", left.Name, "link", "set", end.Name, "master", "br-1");
        _ = await Ip.Run("-n", left.Name, "link", "property", "add", "dev", end.Name, "altname", longName);
        _ = await Ip.Run("-n", left.Name, "addr", "add", "192.0.2.1", "peer", "192.0.2.2/32", "dev", end.Name);

        Link bridge = left.Route.Links.Get("br-1");
        Link seen = left.Route.Links.Get(end.Index);
        Assert.Equal("bridge", bridge.Kind);
        Assert.Equal(bridge.Index, seen.MasterIndex);
        Assert.Equal([longName], seen.AlternativeNames);
        LinkAddress address = Assert.Single(left.Route.Addresses.List(end.Index));
        Assert.Equal("192.0.2.1", address.Address.ToString());
        Assert.Equal("192.0.2.2", address.Peer?.ToString());
        left.Route.Addresses.Delete(address);
        Assert.Empty(left.Route.Addresses.List(end.Index));
    }
}

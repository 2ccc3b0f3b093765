using System;
using System.IO;
using System.Threading.Tasks;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Names given to namespaces that live already.</summary>
public sealed class NamespaceAdoptionTests : IDisposable
{
    private readonly TestNetwork _network = new();

    private NamespaceStore Store => _network.Store;

    public void Dispose() => _network.Dispose();

    [RootFact]
    public async Task A_namespace_of_a_process_gets_a_name_that_ip_netns_identifies()
    {
        using Child child = Child.Start("unshare", "--net", "sleep", "600");
        Deadline.Until("it has a namespace of its own", () => ProcessTable.Find(child.Id) is { Name: "sleep" });
        using NamespaceHandle handle = NamespaceHandle.OpenProcess(child.Id);
        string name = _network.NewName();

        using NamespaceHandle adopted = Store.Adopt(name, handle);

        Assert.Equal((name, handle.Identity), (adopted.Label, adopted.Identity));
        Assert.Equal(new NamespaceEntry(name, Store.PathOf(name), NamespaceState.Live, handle.Identity), Store.Find(name));
        Assert.Equal(name, (await Ip.Run("netns", "identify", $"{child.Id}")).Trim());
        Assert.False(_network.Connect(adopted).Links.Get("lo").IsUp);
    }

    [RootFact]
    public void A_second_name_is_no_error_and_lasts_when_the_first_is_removed()
    {
        using NamespaceHandle first = _network.Create();
        string second = _network.NewName();

        Store.Adopt(second, first).Dispose();
        Store.Remove(first.Label!);

        Assert.Equal(first.Identity, Store.Find(second)?.Identity);
    }

    [RootFact]
    public void A_taken_name_and_an_impossible_one_are_refused()
    {
        using NamespaceHandle first = _network.Create();
        using NamespaceHandle second = _network.Create();

        NetworkException taken = Assert.Throws<NetworkException>(() => Store.Adopt(second.Label!, first));
        NetworkException impossible = Assert.Throws<NetworkException>(() => Store.Adopt("a/b", first));

        Assert.Equal((FaultKind.AlreadyExists, FaultKind.InvalidInput), (taken.Fault, impossible.Fault));
        Assert.Equal(second.Identity, Store.Find(second.Label!)?.Identity);
    }

    [RootFact]
    public void What_fails_half_way_leaves_nothing()
    {
        using NamespaceHandle handle = _network.Create();
        string name = _network.NewName();
        handle.Dispose();

        _ = Assert.Throws<ObjectDisposedException>(() => Store.Adopt(name, handle));

        Assert.False(File.Exists(Store.PathOf(name)));
        Assert.Empty(TemporaryStore.Mounts(Store.PathOf(name)));
    }

    [RootFact]
    public void The_run_directory_is_made_where_there_is_none()
    {
        using TemporaryStore temporary = new();
        using NamespaceHandle handle = _network.Create();

        using NamespaceHandle adopted = temporary.Store.Adopt("x", handle);

        Assert.Equal(handle.Identity, adopted.Identity);
    }
}

using System;
using System.IO;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Files under the run directory that no namespace is mounted on.</summary>
public sealed class StaleNameTests : IDisposable
{
    private readonly TestNetwork _network = new();
    private readonly string _name;

    public StaleNameTests() => _name = _network.NewName();

    private NamespaceStore Store => _network.Store;

    private string FilePath => Store.PathOf(_name);

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void A_plain_file_is_stale_to_all_and_can_be_removed()
    {
        EnsureDirectory();
        File.WriteAllText(FilePath, string.Empty);

        AssertStaleAndRemovable();
    }

    [RootFact]
    public void A_name_whose_mount_was_taken_away_is_stale_and_can_be_removed()
    {
        Store.Create(_name).Dispose();
        Assert.Equal(0, LibC.Unmount(FilePath, LibC.MNT_DETACH));

        // Its maker lives, and might be at it.
        AssertStaleAndRemovable(FaultKind.AlreadyExists, "where it stays so, remove it.");
    }

    [RootFact]
    public void A_broken_symbolic_link_has_the_name_and_can_be_removed()
    {
        EnsureDirectory();
        _ = File.CreateSymbolicLink(FilePath, "/nix/da");

        Assert.Equal(NamespaceState.Stale, Store.Find(_name)?.State);
        Assert.Equal(FaultKind.Stale, Assert.Throws<NetworkException>(() => Store.Create(_name)).Fault);
        NetworkException open = Assert.Throws<NetworkException>(() => Store.Open(_name));
        Assert.Equal(FaultKind.Stale, open.Fault);
        Assert.Equal($"'{FilePath}' is a symbolic link that leads nowhere. Remove namespace '{_name}' to delete it.", open.Message);
        Store.Remove(_name);
        Assert.Null(Store.Find(_name));
    }

    [RootFact]
    public void A_link_to_a_living_namespace_is_that_namespace_and_removing_the_link_leaves_it_alone()
    {
        using NamespaceHandle target = _network.Create();
        _ = File.CreateSymbolicLink(FilePath, Store.PathOf(target.Label!));

        Assert.Equal(target.Identity, Store.Find(_name)?.Identity);
        Store.Remove(_name);

        Assert.Null(Store.Find(_name));
        Assert.Equal(target.Identity, Store.Find(target.Label!)?.Identity);
    }

    [RootFact]
    public void A_namespace_mounted_twice_on_its_name_is_removed_in_one_go()
    {
        using NamespaceHandle handle = Store.Create(_name);
        Assert.Equal(0, LibC.Mount("/proc/self/ns/net", FilePath, "none", LibC.MS_BIND, 0));

        Store.Remove(_name);

        Assert.Null(Store.Find(_name));
    }

    private void EnsureDirectory() => _network.Create().Dispose();

    private void AssertStaleAndRemovable(FaultKind taken = FaultKind.Stale, string advice = "Remove it first.")
    {
        Assert.Equal(new NamespaceEntry(_name, FilePath, NamespaceState.Stale, null), Store.Find(_name));
        Assert.Contains(Store.List(), entry => entry.Name == _name && entry.State == NamespaceState.Stale);
        NetworkException open = Assert.Throws<NetworkException>(() => Store.Open(_name));
        Assert.Equal(FaultKind.Stale, open.Fault);
        Assert.StartsWith($"No namespace is mounted on '{FilePath}'", open.Message, StringComparison.Ordinal);
        NetworkException create = Assert.Throws<NetworkException>(() => Store.Create(_name));
        Assert.Equal(taken, create.Fault);
        Assert.Contains(advice, create.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(FilePath));

        Store.Remove(_name);

        Assert.Null(Store.Find(_name));
        Assert.False(File.Exists(FilePath));
        Store.Create(_name).Dispose();
        Assert.Equal(NamespaceState.Live, Store.Find(_name)?.State);
    }
}

using System;
using System.IO;
using System.Linq;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Names under the run directory: made, listed, opened, removed.</summary>
public sealed class NamespaceStoreTests : IDisposable
{
    private readonly TestNetwork _network = new();

    private NamespaceStore Store => _network.Store;

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void A_created_namespace_is_new_listed_found_and_can_be_opened()
    {
        string name = _network.NewName();
        using NamespaceHandle created = Store.Create(name);
        using NamespaceHandle current = NamespaceHandle.OpenCurrent();

        Assert.Equal(name, created.Label);
        Assert.Equal(name, created.ToString());
        Assert.NotEqual(current.Identity, created.Identity);
        NamespaceEntry expected = new(name, $"/run/netns/{name}", NamespaceState.Live, created.Identity);
        Assert.Equal(expected, Store.Find(name));
        Assert.Equal(expected, Assert.Single(Store.List(), entry => entry.Name == name));
        using NamespaceHandle opened = Store.Open(name);
        Assert.Equal(created.Identity, opened.Identity);
        using NamespaceHandle byPath = NamespaceHandle.OpenPath(expected.Path);
        Assert.Equal(created.Identity, byPath.Identity);
    }

    [RootFact]
    public void A_list_is_in_ordinal_order()
    {
        _ = _network.Create();
        _ = _network.Create();

        string[] names = [.. Store.List().Select(static entry => entry.Name)];

        Assert.True(names.Length >= 2);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [RootFact]
    public void Loopback_is_up_inside_unless_asked_otherwise()
    {
        Assert.True(_network.CreatePlace().Route.Links.Get("lo").IsUp);
        Assert.False(_network.CreatePlace(loopback: false).Route.Links.Get("lo").IsUp);
    }

    [RootFact]
    public void A_removed_name_is_gone_with_its_file_but_an_open_handle_still_works()
    {
        string name = _network.NewName();
        using NamespaceHandle handle = Store.Create(name);

        Store.Remove(name);

        Assert.Null(Store.Find(name));
        Assert.DoesNotContain(Store.List(), entry => entry.Name == name);
        Assert.False(File.Exists(Store.PathOf(name)));
        using RouteConnection route = RouteConnection.Open(handle);
        Assert.Equal("lo", Assert.Single(route.Links.List()).Name);
    }

    [RootFact]
    public void A_taken_name_is_refused_and_what_has_it_stays_as_it_is()
    {
        using NamespaceHandle first = _network.Create();
        string name = first.Label!;

        NetworkException exception = Assert.Throws<NetworkException>(() => Store.Create(name));

        Assert.Equal(FaultKind.AlreadyExists, exception.Fault);
        Assert.Equal($"A namespace '{name}' already exists. Remove it or choose another name.", exception.Message);
        Assert.Equal(first.Identity, Store.Find(name)?.Identity);
    }

    [RootFact]
    public void A_missing_name_is_not_found_by_open_and_remove()
    {
        string name = _network.NewName();

        Assert.Null(Store.Find(name));
        NetworkException open = Assert.Throws<NetworkException>(() => Store.Open(name));
        NetworkException remove = Assert.Throws<NetworkException>(() => Store.Remove(name));
        Assert.Equal((FaultKind.NotFound, ObjectKind.Namespace), (open.Fault, open.Subject));
        Assert.Equal((FaultKind.NotFound, ObjectKind.Namespace), (remove.Fault, remove.Subject));
    }

    [RootFact]
    public void Names_that_are_no_single_path_component_are_refused_before_anything_is_touched()
    {
        foreach (string name in (string[])["", ".", "..", "a/b", "../nt-escape", new string('x', 256)])
        {
            Assert.Equal(FaultKind.InvalidInput, Assert.Throws<NetworkException>(() => Store.Create(name)).Fault);
            Assert.Equal(FaultKind.InvalidInput, Assert.Throws<NetworkException>(() => Store.Open(name)).Fault);
            Assert.Equal(FaultKind.InvalidInput, Assert.Throws<NetworkException>(() => Store.Remove(name)).Fault);
            Assert.Equal(FaultKind.InvalidInput, Assert.Throws<NetworkException>(() => Store.Find(name)).Fault);
        }

        Assert.False(Path.Exists("/run/nt-escape"));
    }

    [RootFact]
    public void A_name_of_255_bytes_with_spaces_and_umlauts_works()
    {
        string name = _network.NewName(new string('ä', 100) + " " + new string('x', 43));
        Assert.Equal(255, System.Text.Encoding.UTF8.GetByteCount(name));

        using NamespaceHandle handle = Store.Create(name);

        Assert.Equal(NamespaceState.Live, Store.Find(name)?.State);
        Assert.Single(Store.List(), entry => entry.Name == name);
    }

    [RootFact]
    public void The_namespaces_of_processes_can_be_opened_and_other_kinds_cannot()
    {
        using NamespaceHandle current = NamespaceHandle.OpenCurrent();
        using NamespaceHandle own = NamespaceHandle.OpenProcess(Environment.ProcessId);

        Assert.Equal(current.Identity, own.Identity);
        Assert.Null(current.Label);
        Assert.Equal($"pid:{Environment.ProcessId}", own.Label);
        Assert.Equal(new FileInfo("/proc/self/ns/net").LinkTarget, current.ToString());
        Assert.Equal(FaultKind.NotFound, Assert.Throws<KernelException>(() => NamespaceHandle.OpenProcess(int.MaxValue)).Fault);
        Assert.Equal(
            FaultKind.InvalidInput, Assert.Throws<NetworkException>(() => NamespaceHandle.OpenPath("/proc/self/ns/uts")).Fault);
        Assert.Equal(FaultKind.Stale, Assert.Throws<NetworkException>(() => NamespaceHandle.OpenPath("/etc/passwd")).Fault);
        Assert.Equal(FaultKind.NotFound, Assert.Throws<KernelException>(() => NamespaceHandle.OpenPath("/nix/da")).Fault);
    }

    [RootFact]
    public void Under_the_mount_lies_a_file_with_the_record_of_its_maker_that_its_owner_may_read()
    {
        using NamespaceHandle handle = _network.Create();
        string path = Store.PathOf(handle.Label!);
        Assert.Equal(0, LibC.Unmount(path, LibC.MNT_DETACH));

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(path));
        Assert.Equal(1u, LibC.CountLinks(path));
        Assert.Equal(new MakerRecord(ProcessIdentity.Current!.Value, handle.Identity), MakerRecord.Parse(File.ReadAllBytes(path)));
    }
}

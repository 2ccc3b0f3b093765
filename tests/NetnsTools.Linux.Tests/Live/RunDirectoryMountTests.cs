using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>A run directory that somebody took away, mounted otherwise, or put something else in the place of.</summary>
public sealed class RunDirectoryMountTests : IDisposable
{
    private readonly TemporaryStore _temporary = new();

    private NamespaceStore Store => _temporary.Store;

    public void Dispose() => _temporary.Dispose();

    [RootFact]
    public void One_that_was_taken_away_since_is_made_again_by_the_next_name()
    {
        Store.Create("ns-1").Dispose();
        Store.Remove("ns-1");
        Assert.Equal(0, LibC.Unmount(Store.Directory, LibC.MNT_DETACH));
        Directory.Delete(Store.Directory);

        Assert.Empty(Store.List());
        Assert.Equal(FaultKind.NotFound, Assert.Throws<NetworkException>(() => Store.Remove("ns-1")).Fault);
        Store.Create("ns-2").Dispose();

        Assert.Equal(NamespaceState.Live, Assert.Single(Store.List()).State);
        Assert.Contains(" shared:", Assert.Single(TemporaryStore.Mounts(Store.Directory)), StringComparison.Ordinal);
    }

    [RootFact]
    public void One_that_is_not_shared_is_shared_by_the_first_name_of_the_next_store_and_keeps_its_own()
    {
        using NamespaceHandle first = Store.Create("ns-1");
        Mount("--make-private", Store.Directory);
        Assert.DoesNotContain(" shared:", Assert.Single(TemporaryStore.Mounts(Store.Directory)), StringComparison.Ordinal);

        new NamespaceStore(Store.Directory).Create("ns-2").Dispose();

        Assert.Contains(" shared:", Assert.Single(TemporaryStore.Mounts(Store.Directory)), StringComparison.Ordinal);
        Assert.Equal(first.Identity, Store.Find("ns-1")?.Identity);
        Store.Remove("ns-1");
        Store.Remove("ns-2");
        Assert.Empty(Store.Names());
    }

    [RootFact]
    public void One_that_is_mounted_twice_is_used_like_any_other_and_no_name_keeps_a_mount()
    {
        using NamespaceHandle first = Store.Create("ns-1");
        Mount("--rbind", Store.Directory, Store.Directory);
        Assert.Equal(2, TemporaryStore.Mounts(Store.Directory).Count);

        using NamespaceHandle second = Store.Create("ns-2");

        Assert.Equal([first.Identity, second.Identity], Store.List().Select(static entry => entry.Identity!.Value));
        Assert.Equal(2, TemporaryStore.Mounts(Store.Directory).Count);
        Store.Remove("ns-1");
        Store.Remove("ns-2");
        Assert.Empty(Store.Names());
        Assert.Empty(TemporaryStore.Mounts(Store.PathOf("ns-1")));
        Assert.Empty(TemporaryStore.Mounts(Store.PathOf("ns-2")));
    }

    [RootFact]
    public void Names_whose_mounts_another_layer_hides_cannot_be_removed_and_are_there_again_without_it()
    {
        using NamespaceHandle first = Store.Create("ns-1");
        Mount("--make-private", Store.Directory);
        Mount("--bind", Store.Directory, Store.Directory);

        Assert.Equal(NamespaceState.Stale, Store.Find("ns-1")?.State);
        KernelException exception = Assert.Throws<KernelException>(() => Store.Remove("ns-1"));
        Assert.Equal(FaultKind.Busy, exception.Fault);
        Assert.Equal(FaultKind.AlreadyExists, Assert.Throws<NetworkException>(() => Store.Create("ns-1")).Fault);
        using NamespaceHandle second = Store.Create("ns-2");
        Store.Remove("ns-2");

        Assert.Equal(0, LibC.Unmount(Store.Directory, LibC.MNT_DETACH));
        Assert.Equal([first.Identity], Store.List().Select(static entry => entry.Identity!.Value));
    }

    [RootFact]
    public void One_that_was_read_only_from_the_start_is_refused_and_can_be_listed()
    {
        _ = Directory.CreateDirectory(Store.Directory);
        Mount("-t", "tmpfs", "-o", "ro", "tmpfs", Store.Directory);

        KernelException exception = Assert.Throws<KernelException>(() => Store.Create("ns-1"));

        Assert.Equal(Errno.ReadOnlyFileSystem, exception.Errno);
        Assert.EndsWith("Mount the run directory writable.", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Store.List());
        Assert.Equal(FaultKind.NotFound, Assert.Throws<NetworkException>(() => Store.Remove("ns-1")).Fault);
    }

    [RootTheory]
    [InlineData(false)]
    [InlineData(true)] // a link that leads to itself
    public void What_is_no_directory_cannot_be_listed_and_the_library_says_so(bool isLoop)
    {
        FileSystemInfo file = isLoop ? File.CreateSymbolicLink(Store.Directory, Store.Directory) : new FileInfo(Store.Directory);
        using (isLoop ? null : File.Create(Store.Directory))
        {
            try
            {
                KernelException exception = Assert.Throws<KernelException>(() => Store.List());
                Assert.Equal(isLoop ? Errno.SymbolicLink : Errno.NotDirectory, exception.Errno);
                Assert.StartsWith($"Cannot list the namespaces in '{Store.Directory}': ", exception.Message, StringComparison.Ordinal);
                Assert.Equal(exception.Errno, Assert.Throws<KernelException>(() => Store.Create("ns-1")).Errno);
                Assert.ThrowsAny<NetworkException>(() => Store.Open("ns-1"));
                Assert.ThrowsAny<NetworkException>(() => Store.Remove("ns-1"));
            }
            finally
            {
                file.Delete();
            }
        }
    }

    private static void Mount(params string[] arguments)
    {
        using Process mount = Process.Start("mount", arguments);
        mount.WaitForExit();
        Assert.Equal(0, mount.ExitCode);
    }
}

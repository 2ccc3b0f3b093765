using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>A run directory that nobody has prepared yet.</summary>
public sealed class RunDirectoryTests : IDisposable
{
    private const ulong Remount = 0x20; // MS_REMOUNT

    private readonly TemporaryStore _temporary = new();

    private NamespaceStore Store => _temporary.Store;

    public void Dispose() => _temporary.Dispose();

    [RootFact]
    public void A_directory_that_is_not_there_has_no_names_and_is_not_made_by_looking()
    {
        Assert.Empty(Store.List());
        Assert.Null(Store.Find("ns-1"));
        Assert.Equal(FaultKind.NotFound, Assert.Throws<NetworkException>(() => Store.Open("ns-1")).Fault);
        Assert.Equal(FaultKind.NotFound, Assert.Throws<NetworkException>(() => Store.Remove("ns-1")).Fault);
        Assert.False(Directory.Exists(Store.Directory));
    }

    [RootFact]
    public void The_first_name_makes_it_a_shared_mount_with_mode_755()
    {
        Store.Create("ns-1").Dispose();

        Assert.Equal("rwxr-xr-x", Permissions(File.GetUnixFileMode(Store.Directory)));
        string mount = Assert.Single(TemporaryStore.Mounts(Store.Directory));
        Assert.Contains(" shared:", mount, StringComparison.Ordinal);
        string inside = Assert.Single(TemporaryStore.Mounts(Store.PathOf("ns-1")));
        Assert.Contains(" - nsfs ", inside, StringComparison.Ordinal);
    }

    [RootFact]
    public void Later_names_and_an_empty_directory_do_not_mount_it_again()
    {
        Store.Create("ns-1").Dispose();
        Store.Create("ns-2").Dispose();
        Store.Remove("ns-1");
        Store.Remove("ns-2");
        Store.Create("ns-1").Dispose();

        _ = Assert.Single(TemporaryStore.Mounts(Store.Directory));
        _ = Assert.Single(TemporaryStore.Mounts(Store.PathOf("ns-1")));
        Assert.Empty(TemporaryStore.Mounts(Store.PathOf("ns-2")));
    }

    [RootFact]
    public async Task Many_first_names_at_once_all_succeed_on_one_mount()
    {
        List<Task> tasks = [];
        for (int number = 0; number < 8; number++)
        {
            string name = $"ns-{number}";
            tasks.Add(Task.Run(() => Store.Create(name).Dispose()));
        }

        await Task.WhenAll(tasks);

        _ = Assert.Single(TemporaryStore.Mounts(Store.Directory));
        Assert.Equal(8, Store.List().Count);
        Assert.All(Store.List(), static entry => Assert.Equal(NamespaceState.Live, entry.State));
    }

    [RootFact]
    public async Task The_first_creation_of_a_store_waits_for_the_lock_that_ip_takes_too()
    {
        Store.Create("ns-1").Dispose();
        Task creation;
        using (FileDescriptor directory = LibC.Open(Store.Directory, LibC.O_RDONLY, out Errno errno))
        {
            Assert.Equal(Errno.None, errno);
            Assert.Equal(Errno.None, LibC.Identify((int)directory.DangerousGetHandle(), out _, out ulong inode));
            Assert.Equal(0, LibC.FileLock(directory, LibC.LOCK_EX));
            creation = Task.Run(() => new NamespaceStore(Store.Directory).Create("ns-2").Dispose());

            // 1: -> FLOCK  ADVISORY  WRITE 1234 00:1a:567 0 EOF
            Deadline.Until(
                "somebody waits for the lock",
                () => creation.IsCompleted || File.ReadLines("/proc/locks").Any(
                    line => line.Contains("-> FLOCK", StringComparison.Ordinal) && line.Contains($":{inode} ", StringComparison.Ordinal)));
            Assert.False(creation.IsCompleted);
            Assert.Null(Store.Find("ns-2"));
        }

        await creation;
        Assert.Equal(NamespaceState.Live, Store.Find("ns-2")?.State);
    }

    [RootFact]
    public void Another_mount_namespace_sees_names_come_and_go()
    {
        Store.Create("ns-1").Dispose();
        using Process other = Process.Start("unshare", ["--mount", "--propagation", "unchanged", "sleep", "1000"]);
        try
        {
            string own = new FileInfo("/proc/self/ns/mnt").LinkTarget!;
            Deadline.Until(
                "the other process has a mount namespace of its own",
                () => new FileInfo($"/proc/{other.Id}/ns/mnt").LinkTarget is { } theirs && theirs != own);
            _ = Assert.Single(TemporaryStore.Mounts(Store.PathOf("ns-1"), other.Id));

            Store.Create("ns-2").Dispose();
            Store.Remove("ns-1");

            _ = Assert.Single(TemporaryStore.Mounts(Store.PathOf("ns-2"), other.Id));
            Assert.Empty(TemporaryStore.Mounts(Store.PathOf("ns-1"), other.Id));
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }
    }

    [RootFact]
    public void A_run_directory_whose_parent_is_missing_is_refused()
    {
        NamespaceStore store = new("/run/nt-nix/da");

        KernelException exception = Assert.Throws<KernelException>(() => store.Create("ns-1"));

        Assert.Equal(Errno.NoSuchFile, exception.Errno);
        Assert.Equal("Cannot create the run directory '/run/nt-nix/da': No such file or directory (ENOENT).", exception.Message);
    }

    [RootFact]
    public void A_run_directory_that_is_a_file_is_refused()
    {
        File.WriteAllText(Store.Directory, string.Empty);
        try
        {
            KernelException exception = Assert.Throws<KernelException>(() => Store.Create("ns-1"));
            Assert.Equal(Errno.NotDirectory, exception.Errno);
            Assert.Contains(Store.Directory, exception.Message, StringComparison.Ordinal);
            Assert.Empty(TemporaryStore.Mounts(Store.Directory));
        }
        finally
        {
            _ = LibC.Unmount(Store.Directory, LibC.MNT_DETACH);
            File.Delete(Store.Directory);
        }
    }

    [RootFact]
    public void In_a_directory_that_became_read_only_nothing_is_made_and_nothing_is_lost()
    {
        using NamespaceHandle made = Store.Create("ns-1");
        Assert.Equal(0, LibC.Mount(string.Empty, Store.Directory, "none", Remount | LibC.MS_BIND | LibC.MS_RDONLY, 0));
        try
        {
            Assert.Equal(Errno.ReadOnlyFileSystem, Assert.Throws<KernelException>(() => Store.Create("ns-2")).Errno);
            Assert.Equal(Errno.ReadOnlyFileSystem, Assert.Throws<KernelException>(() => Store.Remove("ns-1")).Errno);
            using NamespaceRemover remover = new(Store);
            Assert.Equal(Errno.ReadOnlyFileSystem, Assert.Throws<KernelException>(() => remover.Remove("ns-1")).Errno);

            Assert.Equal([new NamespaceEntry("ns-1", Store.PathOf("ns-1"), NamespaceState.Live, made.Identity)], Store.List());
            _ = Assert.Single(TemporaryStore.Mounts(Store.PathOf("ns-1")));
        }
        finally
        {
            Assert.Equal(0, LibC.Mount(string.Empty, Store.Directory, "none", Remount | LibC.MS_BIND, 0));
        }
    }

    [RootTheory]
    [InlineData("size=4k,nr_inodes=100")] // the directory itself takes none of it, the first record does
    [InlineData("size=100k,nr_inodes=2")]
    public void In_a_full_directory_nothing_is_left_of_what_does_not_fit(string limits)
    {
        _ = Directory.CreateDirectory(Store.Directory);
        using (Process mount = Process.Start("mount", ["-t", "tmpfs", "-o", limits, "tmpfs", Store.Directory]))
        {
            mount.WaitForExit();
            Assert.Equal(0, mount.ExitCode);
        }

        Store.Create("ns-1").Dispose();
        KernelException full = Assert.Throws<KernelException>(() => Store.Create("ns-2"));

        Assert.Equal(Errno.NoSpace, full.Errno);
        Assert.Equal(["ns-1"], Store.Names());
        Store.Remove("ns-1");
        Store.Create("ns-2").Dispose();
    }

    private static string Permissions(UnixFileMode mode)
    {
        char[] text = new char[9];
        for (int bit = 0; bit < 9; bit++)
        {
            text[bit] = ((int)mode & (0x100 >> bit)) != 0 ? "rwx"[bit % 3] : '-';
        }

        return new string(text);
    }
}

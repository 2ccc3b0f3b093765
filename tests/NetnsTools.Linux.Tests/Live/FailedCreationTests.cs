using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>A creation that fails half-way leaves nothing: no file, no mount.</summary>
[Collection(Alone.Name)]
public sealed partial class FailedCreationTests
{
    private const int RLIMIT_NOFILE = 7;

    [RootFact]
    public void When_the_mount_fails_the_file_is_unlinked()
    {
        // A run directory that only the calling thread has: below its own /proc/thread-self. On the thread that
        // mounts, the same path leads elsewhere, so the mount fails after the file has been made.
        OnThreadOfItsOwn(static () =>
        {
            string task = new FileInfo("/proc/thread-self").LinkTarget!;
            string own = $"/proc/{task}/attr";
            Assert.Equal(0, LibC.Mount("tmpfs", own, "tmpfs", 0, 0));
            try
            {
                NamespaceStore store = new("/proc/thread-self/attr/nt-test");

                KernelException exception = Assert.Throws<KernelException>(() => store.Create("ns-1"));

                Assert.Equal("mount namespace", exception.Operation);
                Assert.Equal("ns-1", exception.ObjectName);
                Assert.Equal(Errno.NoSuchFile, exception.Errno);
                Assert.True(Directory.Exists(store.Directory));
                Assert.Empty(Directory.GetFileSystemEntries(store.Directory));
            }
            finally
            {
                // With all that is mounted below.
                Assert.Equal(0, LibC.Unmount(own, LibC.MNT_DETACH));
            }
        });
    }

    [RootFact]
    public void Wherever_descriptors_run_out_nothing_is_left()
    {
        using TemporaryStore temporary = new();
        temporary.Store.Create("ns-0").Dispose();
        List<string> failures = [];

        // One more descriptor each time, so that each step in turn is the one that cannot be made.
        for (int free = 0; failures.Count == free; free++)
        {
            if (CreateWithDescriptors(temporary.Store, free) is { } failure)
            {
                failures.Add(failure.GetType().Name + ": " + failure.Message);
                Assert.Equal([temporary.Store.PathOf("ns-0")], Directory.GetFileSystemEntries(temporary.Store.Directory));
                Assert.Empty(TemporaryStore.Mounts(temporary.Store.PathOf("ns-1")));
            }
        }

        Assert.Contains(failures, static failure => failure.Contains("Raise the limit of open files", StringComparison.Ordinal));
        Assert.InRange(failures.Count, 2, 20);
        Assert.Equal(NamespaceState.Live, temporary.Store.Find("ns-1")?.State);
    }

    // The failure, or null when it succeeded.
    private static Exception? CreateWithDescriptors(NamespaceStore store, int free)
    {
        (nuint soft, nuint hard) = GetLimit();
        SetLimit((nuint)(LowestFreeDescriptor() + free), hard);
        try
        {
            store.Create("ns-1").Dispose();
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, nothing may be left.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
        finally
        {
            SetLimit(soft, hard);
        }
    }

    private static void OnThreadOfItsOwn(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                action();
            }
#pragma warning disable CA1031 // Every failure is the test's.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    private static int LowestFreeDescriptor()
    {
        using FileDescriptor probe = LibC.Open("/", LibC.O_RDONLY, out Errno errno);
        Assert.Equal(Errno.None, errno);
        return (int)probe.DangerousGetHandle();
    }

    private static unsafe (nuint Soft, nuint Hard) GetLimit()
    {
        nuint* limit = stackalloc nuint[2];
        Assert.Equal(0, GetResourceLimit(RLIMIT_NOFILE, limit));
        return (limit[0], limit[1]);
    }

    private static unsafe void SetLimit(nuint soft, nuint hard)
    {
        nuint* limit = stackalloc nuint[2] { soft, hard };
        Assert.Equal(0, SetResourceLimit(RLIMIT_NOFILE, limit));
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetResourceLimit(int resource, nuint* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int SetResourceLimit(int resource, nuint* limit);
}

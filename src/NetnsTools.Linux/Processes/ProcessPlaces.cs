using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Device and inode of a namespace: enough to tell it from others for as long as something holds it.</summary>
internal readonly record struct NamespaceNode(ulong Device, ulong Inode)
{
    public static NamespaceNode Of(NamespaceIdentity identity) => new(identity.Device, identity.Inode);
}

/// <summary>A namespace, and where under <c>/proc</c> it was seen.</summary>
internal readonly record struct ProcessPlace(NamespaceNode Node, string Path);

/// <summary>Which network namespaces the threads of processes are in.</summary>
internal static class ProcessPlaces
{
    /// <summary>The first process, which starts all others.</summary>
    public const int InitProcess = 1;

    private const int KernelProcess = 2; // kthreadd, which starts the kernel's own threads

    // A directory has a link for itself, one from above and one for each directory below: here, of each thread.
    private const uint LinksWithOneThread = 3;

    private static readonly Lazy<ulong> Device =
        new(static () => LibC.Identify(NamespaceHandle.CurrentPath, out ulong device, out _) == Errno.None ? device : 0);

    /// <summary>The numbers of all processes that can be seen, as the kernel lists them.</summary>
    /// <exception cref="KernelException">They could not be listed: that there is none would be a lie.</exception>
    public static IReadOnlyList<int> ProcessIds()
    {
        List<int> ids = LibC.ListNumbers("/proc", out Errno errno);
        return errno == Errno.None ? ids : throw new KernelException(new Operation(ObjectKind.Process, "list the processes in", "/proc"), errno);
    }

    /// <summary>Where the threads of a process are, each namespace once, that of the first thread first.</summary>
    /// <exception cref="KernelException">It could not be looked at, though it is there and the caller may.</exception>
    public static IEnumerable<ProcessPlace> Of(int processId)
    {
        string process = FolderOf(processId);
        HashSet<NamespaceNode> seen = [];
        if (Find($"{process}/ns/net", out Errno errno) is { } main)
        {
            _ = seen.Add(main.Node);
            yield return main;
        }

        ProcessStat.EnsureGoneOrHidden(errno, processId);

        // Our own other threads are at home, or with NamespaceGate for a moment, which is not living there.
        // Who may not look at one thread may look at none; one that has ended may have left others behind.
        if (processId == Environment.ProcessId
            || errno == Errno.AccessDenied
            || LibC.CountLinks($"{process}/task") == LinksWithOneThread)
        {
            yield break;
        }

        List<int> threads = LibC.ListNumbers($"{process}/task", out errno);
        ProcessStat.EnsureGoneOrHidden(errno, processId);
        foreach (int thread in threads)
        {
            if (thread != processId
                && Find(string.Create(CultureInfo.InvariantCulture, $"{process}/task/{thread}/ns/net"), out _) is { } place
                && seen.Add(place.Node))
            {
                yield return place;
            }
        }
    }

    /// <summary>The namespaces that the whole system lives in: that of the first process, and of the kernel where it can be told.</summary>
    /// <remarks>Without a look at all the others.</remarks>
    public static HashSet<NamespaceNode> OfSystem() =>
        [.. (SeesKernel() ? Of(InitProcess).Concat(Of(KernelProcess)) : Of(InitProcess)).Select(static place => place.Node)];

    /// <summary>Whether the caller has the right to see where a process is; so it is said of one that has ended, too.</summary>
    public static bool MayLookAt(int processId)
    {
        _ = Find($"{FolderOf(processId)}/ns/net", out Errno errno);
        return errno is not (Errno.AccessDenied or Errno.PermissionDenied);
    }

    /// <summary>Whether the kernel's own threads are seen: in a container their numbers may be any process's.</summary>
    public static bool SeesKernel() => ProcessStat.Read(KernelProcess) is { IsKernelThread: true };

    /// <summary>The numbers of the kernel's own threads, mostly far more than half of all. None where the kernel does not list them.</summary>
    public static IReadOnlyCollection<int> KernelThreads()
    {
        HashSet<int> threads = [];
        ReadOnlySpan<byte> rest = LibC.ReadWhole($"/proc/{KernelProcess}/task/{KernelProcess}/children");
        while (Utf8Parser.TryParse(rest, out int id, out int length))
        {
            _ = threads.Add(id);
            rest = rest[Math.Min(length + 1, rest.Length)..];
        }

        return threads;
    }

    private static string FolderOf(int processId) => string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");

    // Null: gone, a zombie, or not ours to see.
    private static ProcessPlace? Find(string path, out Errno errno)
    {
        // What the link says, net:[4026532177], costs a third of what going there does. All namespaces are on one device.
        errno = LibC.ReadNamespaceLink(path, out ulong inode);
        return errno == Errno.None ? new ProcessPlace(new NamespaceNode(Device.Value, inode), path) : null;
    }
}

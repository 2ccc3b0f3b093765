using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Enumeration;
using System.Linq;
using System.Text;
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
    /// <summary>The process that starts the kernel's threads (kthreadd), unless the number is another's.</summary>
    public const int KernelProcess = 2;

    // A directory has a link for itself, one from above and one for each directory below: here, of each thread.
    private const uint LinksWithOneThread = 3;

    private static readonly Lazy<ulong> Device =
        new(static () => LibC.Identify(NamespaceHandle.CurrentPath, out ulong device, out _) == Errno.None ? device : 0);

    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>The numbers of all processes that can be seen, as the kernel lists them.</summary>
    public static IEnumerable<int> ProcessIds() => Numbers("/proc");

    /// <summary>The numbers of the processes of which any thread is in a namespace.</summary>
    public static IEnumerable<int> Inside(NamespaceHandle place)
    {
        NamespaceNode node = NamespaceNode.Of(place.Identity);
        return Inhabitants([node])[node];
    }

    /// <summary>Where the threads of a process are, each namespace once, that of the first thread first.</summary>
    public static IEnumerable<ProcessPlace> Of(int processId)
    {
        string process = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        HashSet<NamespaceNode> seen = [];
        if (Find($"{process}/ns/net", out Errno errno) is { } main)
        {
            _ = seen.Add(main.Node);
            yield return main;
        }

        // Our own other threads are at home, or with NamespaceGate for a moment, which is not living there.
        // Who may not look at one thread may look at none; one that has ended may have left others behind.
        if (processId == Environment.ProcessId
            || errno == Errno.AccessDenied
            || LibC.CountLinks($"{process}/task") == LinksWithOneThread)
        {
            yield break;
        }

        foreach (int thread in Numbers($"{process}/task"))
        {
            if (thread != processId
                && Find(string.Create(CultureInfo.InvariantCulture, $"{process}/task/{thread}/ns/net"), out _) is { } place
                && seen.Add(place.Node))
            {
                yield return place;
            }
        }
    }

    /// <summary>Who lives where: the numbers of processes by namespace, in ascending order.</summary>
    /// <param name="wanted">The namespaces that are of interest; they must be held.</param>
    public static Dictionary<NamespaceNode, List<int>> Inhabitants(IReadOnlyCollection<NamespaceNode> wanted)
    {
        Dictionary<NamespaceNode, List<int>> inhabitants = [];
        foreach (NamespaceNode node in wanted)
        {
            inhabitants[node] = [];
        }

        if (inhabitants.Count == 0)
        {
            return inhabitants;
        }

        foreach (int id in ProcessIds().Except(KernelThreads()).Order())
        {
            foreach (ProcessPlace place in Of(id))
            {
                if (inhabitants.TryGetValue(place.Node, out List<int>? ids))
                {
                    ids.Add(id);
                }
            }
        }

        return inhabitants;
    }

    // Mostly far more than half of all: they live in the system's namespace and never leave it. None where they cannot be told.
    private static int[] KernelThreads()
    {
        // In a container the number may be any process's.
        return ProcessStat.Read(KernelProcess) is { IsKernelThread: true }
            && LibC.ReadWhole($"/proc/{KernelProcess}/task/{KernelProcess}/children") is { } children
            ? [.. Encoding.ASCII.GetString(children).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(static id => int.Parse(id, CultureInfo.InvariantCulture))]
            : [];
    }

    // Null: gone, a zombie, or not ours to see.
    private static ProcessPlace? Find(string path, out Errno errno)
    {
        // What the link says, net:[4026532177], costs a third of what going there does. All namespaces are on one device.
        errno = LibC.ReadNamespaceLink(path, out ulong inode);
        return errno == Errno.None ? new ProcessPlace(new NamespaceNode(Device.Value, inode), path) : null;
    }

    private static List<int> Numbers(string directory)
    {
        List<int> numbers = [];
        try
        {
            // No text is made of any name.
            numbers.AddRange(new FileSystemEnumerable<int>(directory, static (ref FileSystemEntry entry) => Number(entry.FileName), Everything)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) => Number(entry.FileName) > 0 && entry.IsDirectory,
            });
        }
        catch (IOException)
        {
            // The process has gone meanwhile; what was read of it stands.
        }

        return numbers;
    }

    private static int Number(ReadOnlySpan<char> name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}

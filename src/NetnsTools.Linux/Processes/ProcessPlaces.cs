using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
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
        if (Find($"{process}/ns/net") is { } main)
        {
            _ = seen.Add(main.Node);
            yield return main;
        }

        // Our own other threads are at home, or with NamespaceGate for a moment, which is not living there.
        if (processId == Environment.ProcessId)
        {
            yield break;
        }

        foreach (int thread in Numbers($"{process}/task"))
        {
            if (thread != processId
                && Find(string.Create(CultureInfo.InvariantCulture, $"{process}/task/{thread}/ns/net")) is { } place
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

        foreach (int id in ProcessIds().Order())
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

    // Null: gone, a zombie, or not ours to see.
    private static ProcessPlace? Find(string path) => LibC.Identify(path, out ulong device, out ulong inode) == Errno.None
        ? new ProcessPlace(new NamespaceNode(device, inode), path)
        : null;

    private static List<int> Numbers(string directory)
    {
        List<int> numbers = [];
        try
        {
            foreach (string path in Directory.EnumerateDirectories(directory, "*", Everything))
            {
                if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                {
                    numbers.Add(number);
                }
            }
        }
        catch (IOException)
        {
            // The process has gone meanwhile; what was read of it stands.
        }

        return numbers;
    }
}

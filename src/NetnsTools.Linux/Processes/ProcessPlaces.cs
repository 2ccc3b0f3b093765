using System.Collections.Generic;
using System.Globalization;
using System.IO;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Device and inode of a namespace: enough to tell it from others for as long as something holds it.</summary>
internal readonly record struct NamespaceNode(ulong Device, ulong Inode)
{
    public static NamespaceNode Of(NamespaceIdentity identity) => new(identity.Device, identity.Inode);
}

/// <summary>Which network namespaces the threads of processes are in.</summary>
internal static class ProcessPlaces
{
    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>The numbers of all processes that can be seen, as the kernel lists them.</summary>
    public static IEnumerable<int> ProcessIds() => Numbers("/proc");

    /// <summary>Where the threads of a process are, each namespace once, that of the first thread first.</summary>
    public static IEnumerable<NamespaceNode> Of(int processId)
    {
        string process = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        NamespaceNode? main = Find($"{process}/ns/net");
        if (main is { } first)
        {
            yield return first;
        }

        // Our own other threads are at home, or with NamespaceGate for a moment, which is not living there.
        if (processId == System.Environment.ProcessId)
        {
            yield break;
        }

        HashSet<NamespaceNode> seen = [];
        foreach (int thread in Numbers($"{process}/task"))
        {
            if (thread != processId
                && Find(string.Create(CultureInfo.InvariantCulture, $"{process}/task/{thread}/ns/net")) is { } node
                && node != main
                && seen.Add(node))
            {
                yield return node;
            }
        }
    }

    // Null: gone, a zombie, or not ours to see.
    private static NamespaceNode? Find(string path) =>
        LibC.Identify(path, out ulong device, out ulong inode) == Errno.None ? new NamespaceNode(device, inode) : null;

    private static List<int> Numbers(string directory)
    {
        List<int> numbers = [];
        try
        {
            foreach (string path in Directory.EnumerateDirectories(directory, "*", Everything))
            {
                if (int.TryParse(Path.GetFileName(System.MemoryExtensions.AsSpan(path)), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
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

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NetnsTools.Linux;

/// <summary>The processes of a namespace, as far as the caller may look at them.</summary>
internal static class NamespaceProcesses
{
    /// <summary>Their ids, in order. One that may not be looked at is left out, like one that has ended meanwhile.</summary>
    public static int[] Find(NamespaceHandle place)
    {
        string wanted = place.Identity.ToString();
        return [.. All().Where(process => new FileInfo($"/proc/{process}/ns/net").LinkTarget == wanted)];
    }

    /// <summary>The ids of all processes there are, in order.</summary>
    public static IEnumerable<int> All()
    {
        SortedSet<int> processes = [];
        foreach (string path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int process))
            {
                _ = processes.Add(process);
            }
        }

        return processes;
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>The processes of a namespace, as far as the caller may look at them.</summary>
internal static class NamespaceProcesses
{
    /// <summary>Their ids, in order; null where some process could not be looked at, so that none found means nothing.</summary>
    public static int[]? Find(NamespaceHandle place)
    {
        string wanted = place.Identity.ToString();
        List<int> found = [];
        bool isComplete = true;
        foreach (int process in All())
        {
            string path = $"/proc/{process}/ns/net";
            string? target = new FileInfo(path).LinkTarget;
            if (target == wanted)
            {
                found.Add(process);
            }
            else if (target is null)
            {
                // It has ended meanwhile, or it is none of ours.
                using FileDescriptor file = LibC.Open(path, LibC.O_RDONLY, out Errno errno);
                isComplete &= errno is not (Errno.PermissionDenied or Errno.AccessDenied);
            }
        }

        return isComplete || found.Count > 0 ? [.. found] : null;
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

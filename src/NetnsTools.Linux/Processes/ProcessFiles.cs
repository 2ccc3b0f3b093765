using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NetnsTools.Linux;

/// <summary>What processes have open, from <c>/proc/PID/fd</c>.</summary>
public static class ProcessFiles
{
    /// <summary>What a descriptor of a process leads to: <c>pipe:[1234]</c>, <c>socket:[5678]</c>, a path. Null where there is none.</summary>
    public static string? Find(int processId, int descriptor) =>
        Target(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/fd/{descriptor}"));

    /// <summary>The processes that have any of these open.</summary>
    /// <param name="targets">As <see cref="Find"/> gives them.</param>
    public static IReadOnlyList<ProcessEntry> Holders(IReadOnlyCollection<string> targets) =>
        [.. ProcessPlaces.ProcessIds().Where(id => Holds(id, targets)).Select(ProcessTable.Find).OfType<ProcessEntry>()];

    /// <summary>Whether a process has any of these open.</summary>
    internal static bool Holds(int processId, IReadOnlyCollection<string> targets) => Targets(processId).Any(targets.Contains);

    private static List<string> Targets(int processId)
    {
        List<string> targets = [];
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/fd")))
            {
                if (Target(path) is { } target)
                {
                    targets.Add(target);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or not ours to look at.
        }

        return targets;
    }

    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>What this process has open, and where its threads are.</summary>
internal static class ProcessState
{
    /// <summary>The distinct namespaces of all threads: <c>net:[4026531840]</c>.</summary>
    /// <param name="kind">The kind of namespace, as below <c>/proc/PID/ns</c>.</param>
    public static string[] NamespacesOfThreads(string kind = "net") => LinksOfThreads($"ns/{kind}");

    /// <summary>Where the links of all threads lead, each place once.</summary>
    /// <param name="link">One below <c>/proc/PID</c>.</param>
    public static string[] LinksOfThreads(string link)
    {
        HashSet<string> targets = [];
        foreach (string task in Directory.GetDirectories("/proc/self/task"))
        {
            // A thread that has ended meanwhile has none.
            if (new FileInfo($"{task}/{link}").LinkTarget is { } target)
            {
                _ = targets.Add(target);
            }
        }

        return [.. targets];
    }

    /// <summary>The count of open descriptors, without what earlier tests left to the collector.</summary>
    public static int SettledDescriptors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Descriptors();
    }

    /// <summary>The count of open descriptors.</summary>
    /// <remarks>Left out is what the runtime opens when it likes: assemblies that it loads late, and pipes to child processes.</remarks>
    public static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd")
        .Select(static path => new FileInfo(path).LinkTarget)
        .Count(static target => target is not null
            && !target.EndsWith(".dll", StringComparison.Ordinal)
            && !target.StartsWith("pipe:", StringComparison.Ordinal));
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>The processes of one run that are still in the caller's session: a daemon has left it.</summary>
internal static class RunMembers
{
    /// <summary>Tells them what the kernel tells them when a terminal is closed, so that stopped ones hear it too.</summary>
    /// <param name="marker">The entry of their environment that they share.</param>
    public static void HangUp(string marker)
    {
        foreach (int processId in Find(marker))
        {
            _ = LibC.SendSignal(processId, LibC.SIGHUP);
            _ = LibC.SendSignal(processId, LibC.SIGCONT);
        }
    }

    /// <summary>Their process ids.</summary>
    public static IReadOnlyList<int> Find(string marker)
    {
        byte[] entry = Encoding.UTF8.GetBytes($"\0{marker}\0");
        int session = LibC.GetSession(0);
        List<int> members = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int processId)
                && LibC.GetSession(processId) == session
                && Environment(folder).AsSpan().IndexOf(entry) >= 0)
            {
                members.Add(processId);
            }
        }

        return members;
    }

    // With a NUL before the first entry too.
    private static byte[] Environment(string folder)
    {
        try
        {
            return [0, .. File.ReadAllBytes($"{folder}/environ")];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is not ours.
            return [];
        }
    }
}

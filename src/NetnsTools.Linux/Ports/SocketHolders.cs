using System;
using System.IO;
using System.Linq;

namespace NetnsTools.Linux.Ports;

/// <summary>Who holds a socket: the processes with <c>socket:[inode]</c> among their descriptors, as far as the caller may see.</summary>
public static class SocketHolders
{
    /// <summary>The ids of the processes that hold a socket, in order; none where nobody can be seen to.</summary>
    /// <param name="inode">The socket's inode.</param>
    /// <param name="place">Its namespace: who runs there is looked at first, all others only when it was nobody there.</param>
    public static int[] Find(uint inode, NamespaceHandle place)
    {
        ArgumentNullException.ThrowIfNull(place);
        if (inode == 0)
        {
            return [];
        }

        string wanted = $"socket:[{inode}]";
        int[] inside = NamespaceProcesses.Find(place);
        int[] holders = [.. inside.Where(process => Holds(process, wanted))];
        return holders.Length > 0
            ? holders
            : [.. NamespaceProcesses.All().Except(inside).Where(process => Holds(process, wanted))];
    }

    private static bool Holds(int process, string wanted)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Any(path => Target(path) == wanted);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            // Not ours to look at, or it has ended.
            return false;
        }
    }

    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return null;
        }
    }
}

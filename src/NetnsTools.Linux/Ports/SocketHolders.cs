using System;
using System.Collections.Generic;
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

        string[] wanted = [$"socket:[{inode}]"];
        IReadOnlyList<int> inside = ProcessCensus.Take().Inside(place);
        int[] holders = [.. inside.Where(process => ProcessFiles.Holds(process, wanted)).Order()];
        return holders.Length > 0
            ? holders
            : [.. ProcessPlaces.ProcessIds().Except(inside).Where(process => ProcessFiles.Holds(process, wanted)).Order()];
    }
}

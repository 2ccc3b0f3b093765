using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>The processes of one run that are still in the caller's session: a daemon has left it.</summary>
internal static class RunMembers
{
    /// <summary>Tells them what the kernel tells them when a terminal is closed, so that stopped ones hear it too.</summary>
    /// <param name="marker">The entry of their environment that they share.</param>
    public static void HangUp(string marker)
    {
        IEnumerable<ProcessEntry> members;
        try
        {
            members = List(marker);
        }
        catch (KernelException)
        {
            // Who cannot be found is not told; the terminal is given back all the same.
            return;
        }

        foreach (ProcessEntry process in members)
        {
            try
            {
                _ = ProcessEnder.Signal(process, LibC.SIGHUP) && ProcessEnder.Signal(process, LibC.SIGCONT);
            }
            catch (KernelException)
            {
                // It has another user's rights by now; the others are told all the same.
            }
        }
    }

    /// <summary>Their process ids.</summary>
    public static IReadOnlyList<int> Find(string marker) => [.. List(marker).Select(static process => process.Id)];

    private static IEnumerable<ProcessEntry> List(string marker)
    {
        const int NoRoot = 0;
        int session = LibC.GetSession(0);
        return [.. ProcessTable.Tree(NoRoot, null, marker).Where(process => LibC.GetSession(process.Id) == session)];
    }
}

using System;
using System.Net;
using NetnsTools.Linux;
using NetnsTools.Linux.Icmp;

namespace NetnsTools.Soak;

/// <summary>Makes a network, uses it and removes it, again and again until it is killed.</summary>
internal static class Churn
{
    public static void Run(string prefix)
    {
        // Enough for what was not compiled yet: after that every moment is as likely as the next.
        const int warmUp = 3;
        for (int cycle = 0; ; cycle++)
        {
            if (cycle == warmUp)
            {
                Console.WriteLine("ready");
            }

            _ = Turn(prefix, toHost: cycle % 2 == 1);
        }
    }

    /// <summary>Does it once.</summary>
    /// <param name="prefix">What the names begin with.</param>
    /// <param name="toHost">Whether one end is here.</param>
    /// <returns>What became of the echo; null where none was sent.</returns>
    public static EchoStatus? Turn(string prefix, bool toHost)
    {
        NamespaceStore store = new();
        using StopSignal stop = new();
        using NamespaceHandle left = toHost ? NamespaceHandle.OpenCurrent() : store.Create($"{prefix}a");
        using NamespaceHandle right = store.Create($"{prefix}b");
        Cable.Lay(left, right, LinkName(prefix), stop);
        EchoStatus? heard = null;
        if (!toHost)
        {
            using EchoSession echoes = new(left, new EchoOptions { Destination = IPAddress.Parse(Cable.RightAddress), Count = 1 }, stop);
            heard = echoes.Next()?.Status;
        }

        using NamespaceRemover remover = new(store);
        if (!toHost)
        {
            remover.Remove($"{prefix}a");
        }

        remover.Remove($"{prefix}b");
        remover.Complete();
        return heard;
    }

    /// <summary>The link of a churn, on the host every second time.</summary>
    public static string LinkName(string prefix) => $"{prefix}l";
}

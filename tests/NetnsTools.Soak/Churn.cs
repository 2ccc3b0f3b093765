using System;
using System.Net;
using NetnsTools.Linux;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Route;

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

            Turn(prefix, toHost: cycle % 2 == 1);
        }
    }

    private static void Turn(string prefix, bool toHost)
    {
        NamespaceStore store = new();
        using StopSignal stop = new();
        using NamespaceHandle left = toHost ? NamespaceHandle.OpenCurrent() : store.Create($"{prefix}a");
        using NamespaceHandle right = store.Create($"{prefix}b");
        using RouteConnection leftRoute = RouteConnection.Open(left);
        using RouteConnection rightRoute = RouteConnection.Open(right);
        _ = VethPairCreation.Create(
            leftRoute,
            rightRoute,
            new VethEndSpecification { Name = LinkName(prefix), Addresses = [AddressPrefix.Parse("192.0.2.1/30")] },
            new VethEndSpecification { Name = "veth-2", Namespace = right, Addresses = [AddressPrefix.Parse("192.0.2.2/30")] },
            up: true,
            stop);
        if (!toHost)
        {
            using EchoSession echoes = new(left, new EchoOptions { Destination = IPAddress.Parse("192.0.2.2"), Count = 1 }, stop);
            _ = echoes.Next();
        }

        using NamespaceRemover remover = new(store);
        if (!toHost)
        {
            remover.Remove($"{prefix}a");
        }

        remover.Remove($"{prefix}b");
        remover.Complete();
    }

    /// <summary>The link of a churn, on the host every second time.</summary>
    public static string LinkName(string prefix) => $"{prefix}l";
}

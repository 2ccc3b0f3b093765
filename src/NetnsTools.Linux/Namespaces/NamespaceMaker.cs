using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux;

/// <summary>Creates namespaces, several on two ways through the gate. Each is made wholly, or nothing of it is left.</summary>
internal sealed class NamespaceMaker(NamespaceStore store, IReadOnlyList<string> names, bool loopback)
{
    private const int MostAtOnce = 32;
    private const int WorthTwoThreads = 8;
    private const int LoopbackIndex = 1; // LOOPBACK_IFINDEX

    private readonly NamespaceCreation[] _results = new NamespaceCreation[names.Count];

    /// <summary>Creates all.</summary>
    /// <returns>What became of each name.</returns>
    public NamespaceCreation[] Make()
    {
        // A name that comes again has to find the first one finished.
        int most = names.Distinct(StringComparer.Ordinal).Count() == names.Count ? MostAtOnce : 1;
        try
        {
            for (int start = 0; start < names.Count; start += most)
            {
                Make(start, Math.Min(most, names.Count - start));
            }

            return _results;
        }
        catch
        {
            foreach (NamespaceCreation made in _results)
            {
                if (made.Handle is not null)
                {
                    made.Handle.Dispose();
                    NamespaceStore.TakeBack(store.PathOf(made.Name), mounted: true);
                }
            }

            throw;
        }
    }

    private void Make(int from, int count)
    {
        List<Claim> claims = Claims(from, count);
        int half = Environment.ProcessorCount > 1 ? (claims.Count + 1) / 2 : claims.Count;
        using GateVisit first = new(half);
        using GateVisit second = new(claims.Count - half);
        try
        {
            for (int index = 0; index < claims.Count; index++)
            {
                (index < half ? first : second).AddCreation(claims[index].Path);
            }

            NamespaceGate.Run(second.Count > 0 ? [first, second] : [first]);
        }
        catch
        {
            for (int index = 0; index < claims.Count; index++)
            {
                NamespaceStore.TakeBack(claims[index].Path, IsTaken(index));
            }

            throw;
        }

        SideBySide.Run(
            claims.Count,
            (start, end) =>
            {
                for (int index = start; index < end; index++)
                {
                    _results[claims[index].Position] = index < half ? Finish(first, index, claims[index]) : Finish(second, index - half, claims[index]);
                }
            },
            WorthTwoThreads);

        bool IsTaken(int index) =>
            index < half ? index < first.Count && first[index].IsMounted : index - half < second.Count && second[index - half].IsMounted;
    }

    private List<Claim> Claims(int from, int count)
    {
        List<Claim> claims = [];
        for (int position = from; position < from + count; position++)
        {
            string name = names[position];
            int here = position;
            _results[position] = Try(name, () => claims.Add(new Claim(here, name, store.Claim(name))));
        }

        return claims;
    }

    private NamespaceCreation Finish(GateVisit visit, int step, Claim claim)
    {
        GateStep done = visit[step];
        using FileDescriptor socket = visit.TakeSocket(step);
        NamespaceHandle? handle = null;
        NamespaceCreation result = Try(claim.Name, () =>
        {
            NamespaceStore.ThrowIf(done.EnterError, "create namespace", claim.Name);
            NamespaceStore.ThrowIf(done.MountError, "mount namespace", claim.Name);
            NamespaceStore.ThrowIf(done.SocketError, "open rtnetlink in namespace", claim.Name);
            if (loopback)
            {
                SwitchOnLoopback(socket, claim.Name);
            }

            handle = NamespaceHandle.Open(claim.Path, claim.Name, claim.Name);
        });
        if (result.Error is not null)
        {
            NamespaceStore.TakeBack(claim.Path, done.IsMounted);
        }

        return result with { Handle = handle };
    }

    private static NamespaceCreation Try(string name, Action action)
    {
        try
        {
            action();
            return new NamespaceCreation(name, null, null);
        }
        catch (NetworkException exception)
        {
            return new NamespaceCreation(name, null, exception);
        }
    }

    private static void SwitchOnLoopback(FileDescriptor socket, string name)
    {
        using NetlinkSocket transport = new(socket);
        using NetlinkClient client = new(transport);
        new LinkOperations(client, name).Change(new Link { Index = LoopbackIndex, Name = "lo" }, new LinkChange { Up = true });
    }

    /// <summary>A file of ours, on which a namespace is to be mounted.</summary>
    private readonly record struct Claim(int Position, string Name, string Path);
}

using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux;

/// <summary>Creates namespaces, several on two ways through the gate. Each is made wholly, or nothing of it is left.</summary>
internal sealed class NamespaceMaker(NamespaceStore store, IReadOnlyList<string> names, bool loopback, StopSignal? stop)
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
                    NamespaceClaim.TakeBack(store.PathOf(made.Name), mounted: true);
                }
            }

            throw;
        }
    }

    private void Make(int from, int count)
    {
        List<Claim> claims = Claims(from, count);
        using GateVisit visit = new(claims.Count);
        try
        {
            claims.ForEach(claim => visit.AddCreation(claim.File.Path));
            visit.Run(onTwoThreads: true);
            SideBySide.Run(
                claims.Count,
                (start, end) =>
                {
                    for (int step = start; step < end; step++)
                    {
                        _results[claims[step].Position] = Finish(visit, step, claims[step]);
                    }
                },
                WorthTwoThreads);
        }
        catch
        {
            // Those that have a result are made, or taken back.
            for (int step = 0; step < claims.Count; step++)
            {
                if (_results[claims[step].Position] is { Handle: null, Error: null })
                {
                    claims[step].File.TakeBack(step < visit.Count && visit[step].IsMounted);
                }
            }

            throw;
        }
        finally
        {
            claims.ForEach(static claim => claim.File.Dispose());
        }
    }

    private List<Claim> Claims(int from, int count)
    {
        List<Claim> claims = [];
        try
        {
            for (int position = from; position < from + count; position++)
            {
                string name = names[position];
                try
                {
                    claims.Add(new Claim(position, name, store.Claim(name, stop: stop)));
                }
                catch (NetworkException exception)
                {
                    _results[position] = new NamespaceCreation(name, null, exception);
                }
            }

            return claims;
        }
        catch
        {
            foreach (Claim claim in claims)
            {
                claim.File.TakeBack(mounted: false);
                claim.File.Dispose();
            }

            throw;
        }
    }

    private NamespaceCreation Finish(GateVisit visit, int step, Claim claim)
    {
        GateStep done = visit[step];
        using FileDescriptor socket = visit.TakeSocket(step);
        try
        {
            NamespaceStore.ThrowIf(done.EnterError, "create namespace", claim.Name);
            NamespaceStore.ThrowIf(done.MountError, "mount namespace", claim.Name);
            NamespaceStore.ThrowIf(done.SocketError, "open rtnetlink in namespace", claim.Name);
            if (loopback)
            {
                SwitchOnLoopback(socket, claim.Name);
            }

            return new NamespaceCreation(claim.Name, NamespaceStore.OpenSealed(claim.File, claim.Name), null);
        }
        catch (NetworkException exception)
        {
            claim.File.TakeBack(done.IsMounted);
            return new NamespaceCreation(claim.Name, null, exception);
        }
    }

    private static void SwitchOnLoopback(FileDescriptor socket, string name)
    {
        using NetlinkSocket transport = new(socket);
        using NetlinkClient client = new(transport);
        new LinkOperations(client, name).Change(new Link { Index = LoopbackIndex, Name = "lo" }, new LinkChange { Up = true });
    }

    /// <summary>A name of ours and its place among those asked for.</summary>
    private readonly record struct Claim(int Position, string Name, NamespaceClaim File);
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using NetnsTools.Captures;
using NetnsTools.Linux;
using NetnsTools.Sessions;
using Finder = System.Func<System.Collections.Generic.IReadOnlyList<NetnsTools.Linux.ProcessEntry>>;

namespace NetnsTools.Labs;

/// <summary>Takes away what a lab holds: what runs first, then namespaces with all that is in them, then links elsewhere.</summary>
/// <remarks>What is gone already, or has another thing in its place by now, is nobody's loss. No engine is needed, so it works after a stop, too.</remarks>
internal sealed class LabTeardown : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly NamespaceStore _store;
    private readonly StopSignal? _stop;
    private readonly List<(LabItem Item, NetworkException Reason)> _failures = [];
    private readonly List<(LabNamespace Item, NamespaceHandle Handle)> _namespaces = [];

    private LabTeardown(NamespaceStore store, StopSignal? stop)
    {
        _store = store;
        _stop = stop;
    }

    // Whether nobody has time for anybody's grace.
    private bool IsHurried => _stop is null or { IsRaised: true };

    /// <summary>Takes them away.</summary>
    /// <param name="items">The things.</param>
    /// <param name="store">Where their names are.</param>
    /// <param name="stop">Ends the grace that processes have, not the work; null where there is no time for any.</param>
    /// <returns>What could not be taken away, and why.</returns>
    public static IReadOnlyList<(LabItem Item, NetworkException Reason)> Run(IReadOnlyList<LabItem> items, NamespaceStore store, StopSignal? stop)
    {
        using LabTeardown teardown = new(store, stop);
        teardown.StopCaptures([.. items.OfType<LabCapture>().Select(static item => item.Capture)]);
        PowerShellGroup.End(items.OfType<LabSession>().Select(static item => item.Shell));
        teardown.Open(items.OfType<LabNamespace>());
        teardown.EndProcesses([.. items.OfType<LabProgram>()]);
        teardown.RemoveNamespaces([.. items.OfType<LabAlias>()]);
        teardown.RemoveLinks([.. items.OfType<LabLink>()]);
        return teardown._failures;
    }

    public void Dispose() => _namespaces.ForEach(static item => item.Handle.Dispose());

    private void StopCaptures(NetnsCapture[] captures)
    {
        foreach (NetnsCapture capture in captures)
        {
            capture.Session.RequestStop();
        }

        Stopwatch watch = Stopwatch.StartNew();
        foreach (NetnsCapture capture in captures)
        {
            // A file that nobody reads would hold it for ever.
            capture.Stop(_stop, IsHurried ? TimeSpan.Zero : Grace - watch.Elapsed);
            RunningCaptures.Remove(capture);
        }
    }

    private void Open(IEnumerable<LabNamespace> items)
    {
        foreach (LabNamespace item in items)
        {
            Try(item, () =>
            {
                NamespaceHandle handle = _store.Open(item.Name);
                if (handle.Identity == item.Identity)
                {
                    _namespaces.Add((item, handle));
                }
                else
                {
                    handle.Dispose();
                }
            });
        }
    }

    private void EndProcesses(LabProgram[] programs)
    {
        ProcessFamily[] families =
            [.. programs.Select(static item => new ProcessFamily(item.Process.Id, item.Process.StartTicks, item.Process.Marker))];
        NamespaceHandle[] handles = [.. _namespaces.Select(static item => item.Handle)];
        (LabItem Item, Finder Find)[] groups =
        [
            .. programs.Select((item, index) => ((LabItem)item, (Finder)families[index].Find)),
            .. _namespaces.Select(static item => ((LabItem)item.Item, (Finder)(() => ProcessTable.Inside(item.Handle)))),
        ];
        if (groups.Length == 0)
        {
            return;
        }

        (Finder, string)[] described = [.. groups.Select(static group => (group.Find, $"what runs in {group.Item}"))];
        IReadOnlyList<NetworkException?> reasons = IsHurried ? [] : ProcessEnder.End(FindAll, described, Grace, _stop);
        if (IsHurried)
        {
            reasons = ProcessEnder.End(FindAll, described, TimeSpan.Zero);
        }

        for (int index = 0; index < groups.Length; index++)
        {
            if (reasons[index] is { } reason)
            {
                _failures.Add((groups[index].Item, reason));
            }
        }

        IReadOnlyList<ProcessEntry> FindAll() =>
            [.. (families.Length == 0 ? [] : ProcessFamily.Find(families)), .. ProcessTable.Inside(handles).SelectMany(static processes => processes)];
    }

    // Those with processes that could not be ended, too: their names and links are free at least.
    private void RemoveNamespaces(LabAlias[] aliases)
    {
        using NamespaceRemover remover = new(_store);
        (LabItem Item, string Name, NamespaceIdentity Identity)[] all =
        [
            .. _namespaces.Select(static item => ((LabItem)item.Item, item.Item.Name, item.Item.Identity)),
            .. aliases.Select(static item => ((LabItem)item, item.Name, item.Identity)),
        ];
        foreach ((LabItem item, string name, NamespaceIdentity identity) in all)
        {
            Try(item, () => remover.Remove(name, identity));
        }

        if (all.Length > 0)
        {
            _ = remover.Complete(out NetworkException? refusal);
            if (refusal is not null)
            {
                _failures.Add((all[0].Item, refusal));
            }
        }
    }

    private void RemoveLinks(LabLink[] links)
    {
        HashSet<NamespaceIdentity?> gone = [.. _namespaces.Select(static item => (NamespaceIdentity?)item.Handle.Identity)];
        using SessionPool pool = new(_store, trace: null);
        foreach (LabLink item in links.Where(item => item.Link.Reference is not { } place || !gone.Contains(place.Identity)))
        {
            Try(item, () =>
            {
                pool.Trim();
                NamespaceSession session = pool.Open(item.Link.Reference);
                session.Route.Links.Delete(LinkReader.Find(session, item.Link.Seen));
            });
        }
    }

    private void Try(LabItem item, Action action)
    {
        try
        {
            action();
        }
        catch (NetworkException exception) when (exception.Fault is FaultKind.NotFound or FaultKind.Replaced or FaultKind.Stale)
        {
            // Gone already.
        }
        catch (NetworkException exception)
        {
            _failures.Add((item, exception));
        }
    }
}

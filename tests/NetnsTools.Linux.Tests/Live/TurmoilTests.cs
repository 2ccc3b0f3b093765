using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Tables that somebody changes as fast as the kernel lets him, while they are read.</summary>
/// <remarks>Where a list takes more requests than in quiet, the kernel has said that it was interrupted.</remarks>
public sealed class TurmoilTests : IDisposable
{
    // So many that a table takes several datagrams: between two of them it can change.
    private const int SteadyLinks = 60;
    private const int Addresses = 600;
    private const int FewestWhole = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TestNetwork _network = new();
    private readonly CancellationTokenSource _end = new();

    public void Dispose()
    {
        _end.Dispose();
        _network.Dispose();
    }

    [RootFact]
    public async Task A_list_of_links_that_was_interrupted_is_read_again_and_whole()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        string[] steady = ["lo", .. Enumerable.Range(0, SteadyLinks).Select(_ => _network.CreatePair(left, right).Left.Name)];
        Task changing = Change(left, route =>
        {
            route.Links.CreateVethPair(new VethEndSpecification { Name = "comes" }, new VethEndSpecification { Name = "goes" });
            route.Links.Delete(route.Links.Get("comes"));
        });

        await ReadMeanwhile(left, changing, () =>
        {
            IReadOnlyList<Link> links = left.Route.Links.List();
            int[] indexes = [.. links.Select(static link => link.Index)];
            Assert.Equal(indexes.Order().Distinct(), indexes);
            Assert.Equal(steady, links.Select(static link => link.Name).Where(static name => name is not ("comes" or "goes")));
        });
    }

    [RootTheory]
    [InlineData(false)]
    [InlineData(true)] // the kernel does not say that these changed
    public async Task A_list_of_addresses_that_was_interrupted_is_read_again_and_whole(bool onlyOneLink)
    {
        Place left = _network.CreatePlace();
        (Link link, _) = _network.CreatePair(left, _network.CreatePlace());
        AddressPrefix[] all = [.. Enumerable.Range(0, Addresses).Select(static number => AddressPrefix.Parse($"10.1.{number / 250}.{(number % 250) + 1}/32"))];
        Array.ForEach(all, prefix => left.Route.Addresses.Add(link, prefix));
        int rounds = 0;
        Task changing = Change(left, route =>
        {
            // The first becomes the last, and all others move up: who reads on by position misses some.
            AddressPrefix first = all[rounds++ % all.Length];
            route.Addresses.Delete(new LinkAddress { LinkIndex = link.Index, Address = first.Address, PrefixLength = first.PrefixLength });
            route.Addresses.Add(link, first);
        });

        await ReadMeanwhile(left, changing, () =>
        {
            IPAddress[] read = [.. left.Route.Addresses.List(onlyOneLink ? link.Index : null)
                .Where(address => address.LinkIndex == link.Index).Select(static address => address.Address)];
            Assert.Equal(read.Distinct(), read);
            // One may be on its way.
            Assert.InRange(read.Length, all.Length - 1, all.Length);
        });
    }

    // On a thread and a socket of its own: the one that reads must not wait for it.
    private Task Change(Place place, Action<RouteConnection> change)
    {
        RouteConnection route = _network.Connect(place.Handle);
        return Task.Factory.StartNew(
            () =>
            {
                while (!_end.IsCancellationRequested)
                {
                    change(route);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    // Until some were interrupted, and enough were whole.
    private async Task ReadMeanwhile(Place place, Task changing, Action read)
    {
        int requests = 0;
        place.Route.Trace = _ => requests++;
        (int lists, int whole, int fewest, int interrupted) = (0, 0, int.MaxValue, 0);
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            while (!changing.IsCompleted && (interrupted == 0 || whole < FewestWhole) && watch.Elapsed < Limit)
            {
                lists++;
                requests = 0;
                whole += IsWhole(read) ? 1 : 0;
                fewest = Math.Min(fewest, requests);
                interrupted += requests > fewest ? 1 : 0;
            }
        }
        finally
        {
            await _end.CancelAsync();
            await changing;
        }

        Assert.True(interrupted > 0 && whole >= FewestWhole, $"{lists} lists, {whole} whole, {interrupted} read again, {watch.Elapsed}.");
    }

    private static bool IsWhole(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (NetworkException exception) when (exception.Fault == FaultKind.Busy)
        {
            // Said, not hidden.
            Assert.EndsWith("the table changed during 10 reads in a row.", exception.Message, StringComparison.Ordinal);
            return false;
        }
    }
}

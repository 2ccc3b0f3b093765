using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Sockets;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>No thread of this process is ever left in another namespace, and no descriptor is left open.</summary>
[Collection(Alone.Name)]
public sealed class ThreadInvariantTests : IDisposable
{
    private const int Threads = 8;
    private const int Rounds = 500;
    private const int PoolThreads = 24;

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public async Task Eight_threads_and_a_growing_pool_open_500_connections_each_and_every_thread_is_at_home()
    {
        NamespaceHandle[] targets = [.. Enumerable.Range(0, 4).Select(_ => _network.Create())];
        string home = Assert.Single(ProcessState.NamespacesOfThreads());
        Assert.DoesNotContain(home, targets.Select(static target => target.Identity.ToString()));
        ThreadPool.GetMinThreads(out int workers, out int ports);
        // The pool then starts a thread for each piece of work that finds all others blocked.
        Assert.True(ThreadPool.SetMinThreads(PoolThreads, ports));

        using CancellationTokenSource stop = new();
        Task pool = Task.Run(() => KeepPoolGrowing(targets, stop.Token));
        Exception? failure = null;
        Thread[] threads = new Thread[Threads];
        for (int index = 0; index < Threads; index++)
        {
            int offset = index;
            threads[index] = new Thread(() =>
            {
                try
                {
                    for (int round = 0; round < Rounds; round++)
                    {
                        OpenAndAsk(targets[(offset + round) % targets.Length]);
                        // Young methods keep the tiering worker busy: it too is started by whoever is there.
                        KeepTieringBusy(round);
                    }
                }
#pragma warning disable CA1031 // Every failure is the test's.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failure = exception;
                }
            });
        }

        Array.ForEach(threads, static thread => thread.Start());
        int most = 0;
        while (threads.Any(static thread => thread.IsAlive))
        {
            most = Math.Max(most, ThreadPool.ThreadCount);
            _ = Array.Find(threads, static thread => thread.IsAlive)?.Join(10);
        }

        await stop.CancelAsync();
        await pool;
        Assert.True(ThreadPool.SetMinThreads(workers, ports));

        Assert.Null(failure);
        Assert.True(most >= PoolThreads / 2, $"The pool did not grow: {most} threads at most.");
        Assert.Equal([home], ProcessState.NamespacesOfThreads());
        Assert.Equal(home, await Task.Run(static () => new FileInfo("/proc/thread-self/ns/net").LinkTarget));
    }

    [RootFact]
    public void After_failures_too_every_thread_is_at_home_and_no_descriptor_is_left()
    {
        string home = Assert.Single(ProcessState.NamespacesOfThreads());
        NamespaceHandle target = _network.Create();
        RouteConnection route = _network.Connect(target);
        int before = ProcessState.SettledDescriptors();

        for (int round = 0; round < 50; round++)
        {
            _ = Assert.Throws<NetworkException>(() => _network.Store.Create(target.Label!));
            _ = Assert.Throws<NetworkException>(() => _network.Store.Open("nt-nix"));
            _ = Assert.Throws<NetworkException>(() => NamespaceHandle.OpenPath("/etc/passwd"));
            _ = Assert.Throws<NetworkException>(() => NamespaceHandle.OpenPath("/proc/self/ns/uts"));
            _ = Assert.Throws<KernelException>(() => route.Links.Get("nix"));
            // An address family that does not exist: refused inside.
            _ = Assert.Throws<KernelException>(() => target.OpenSocket(255, 3, 0, ObjectKind.Socket, "open a socket"));
        }

        Assert.Equal(before, ProcessState.Descriptors());
        Assert.Equal([home], ProcessState.NamespacesOfThreads());
    }

    [RootFact]
    public void A_thousand_cycles_leave_the_count_of_descriptors_as_it_was()
    {
        string[] names = [_network.NewName(), _network.NewName()];
        Cycle(names);
        int before = ProcessState.SettledDescriptors();

        for (int round = 0; round < 1000; round++)
        {
            Cycle(names);
        }

        Assert.Equal(before, ProcessState.Descriptors());
        _ = Assert.Single(ProcessState.NamespacesOfThreads());
    }

    [RootFact]
    public void Tables_of_sockets_over_netlink_and_from_proc_leave_no_thread_and_no_descriptor()
    {
        NamespaceHandle target = _network.Create();
        string home = Assert.Single(ProcessState.NamespacesOfThreads());
        int before = ProcessState.SettledDescriptors();

        for (int round = 0; round < 100; round++)
        {
            using SocketTable table = SocketTable.Open(target);
            using SocketTable files = new(null, new SocketFiles(target), target.Label);
            Assert.Empty(table.List(new SocketQuery()));
            Assert.Empty(files.List(new SocketQuery { Protocol = SocketProtocol.Udp }));
            Assert.Null(target.OpenFile("/proc/thread-self/net/nix", ObjectKind.Socket, "read a file"));
            _ = Assert.Throws<KernelException>(() => target.OpenFile("/proc/thread-self/stat/nix", ObjectKind.Socket, "read a file"));
        }

        Assert.Equal(before, ProcessState.Descriptors());
        Assert.Equal([home], ProcessState.NamespacesOfThreads());
    }

    private void Cycle(string[] names)
    {
        foreach (string name in names)
        {
            using NamespaceHandle handle = _network.Store.Create(name);
            OpenAndAsk(handle);
        }

        Array.ForEach(names, _network.Store.Remove);
    }

    private static void OpenAndAsk(NamespaceHandle target)
    {
        using RouteConnection route = RouteConnection.Open(target);
        Assert.Equal("lo", route.Links.Get(1).Name);
    }

    // Work that blocks, so that the pool starts threads all the while.
    private static void KeepPoolGrowing(NamespaceHandle[] targets, CancellationToken stop)
    {
        List<Task> tasks = [];
        while (!stop.IsCancellationRequested)
        {
            NamespaceHandle target = targets[tasks.Count % targets.Length];
            tasks.Add(Task.Run(() => OpenAndAsk(target), CancellationToken.None));
            tasks.Add(Task.Run(() => stop.WaitHandle.WaitOne(5), CancellationToken.None));
            if (tasks.Count > 64)
            {
                Task.WaitAll([.. tasks], CancellationToken.None);
                tasks.Clear();
            }
        }

        Task.WaitAll([.. tasks], CancellationToken.None);
    }

    private static void KeepTieringBusy(int round)
    {
        Func<int, int> fresh = (round % 4) switch
        {
            0 => Generic<byte>.Next,
            1 => Generic<string>.Next,
            2 => Generic<DateTime>.Next,
            _ => Generic<Guid>.Next,
        };
        for (int call = 0; call < 50; call++)
        {
            _ = fresh(call);
        }
    }

    private static class Generic<T>
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static int Next(int value) => HashCode.Combine(typeof(T), value);
    }
}

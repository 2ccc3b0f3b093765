using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>The threads that go into namespaces: few, at home while they wait, gone when they are not needed.</summary>
[Collection(Alone.Name)]
public sealed partial class GateThreadTests : IDisposable
{
    private const string ThreadName = "NetnsTools gate";

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void One_thread_serves_a_hundred_connections_and_ends_when_it_is_needed_no_more()
    {
        NamespaceHandle target = _network.Create();
        Deadline.Until("those of earlier tests are gone", static () => Count() == 0);
        for (int round = 0; round < 100; round++)
        {
            RouteConnection.Open(target).Dispose();
            Assert.InRange(Count(), 1, Environment.ProcessorCount);
        }

        _ = Assert.Single(ProcessState.NamespacesOfThreads());
        Deadline.Until("no thread waits any more", static () => Count() == 0);
    }

    [RootFact]
    public void One_that_does_not_come_home_ends_and_is_not_asked_again()
    {
        NamespaceHandle target = _network.Create();
        string home = Assert.Single(ProcessState.NamespacesOfThreads());
        for (int round = 0; round < 10; round++)
        {
            GateThread.Run(_ =>
            {
                Assert.Equal(0, SetNamespace(target.Descriptor, LibC.CLONE_NEWNET));
                return false;
            });
            string? place = null;
            GateThread.Run(_ =>
            {
                place = new FileInfo("/proc/thread-self/ns/net").LinkTarget;
                return true;
            });
            Assert.Equal(home, place);
        }

        Deadline.Until("every thread is at home", () => ProcessState.NamespacesOfThreads() is [{ } only] && only == home);
    }

    private static int Count() => Directory.GetDirectories("/proc/self/task").Count(static task => NameOf(task) == ThreadName);

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm").TrimEnd('\n');
        }
        catch (IOException)
        {
            // Ended since.
            return string.Empty;
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetNamespace(int descriptor, int kind);
}

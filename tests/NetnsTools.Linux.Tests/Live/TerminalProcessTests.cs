using System;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Programs that get the terminal. What needs one is tested with Enter-NetNamespace.</summary>
[Collection(Alone.Name)]
public sealed class TerminalProcessTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void Nothing_is_started_where_there_is_no_terminal()
    {
        // A test host has none, wherever it is started.
        Assert.False(TerminalProcess.HasTerminal);
        using NamespaceHandle handle = _network.Create();
        using NamespaceLaunch launch = NamespaceLaunch.Prepare(handle, new());
        using StopSignal stop = new();

        NetworkException exception = Assert.Throws<NetworkException>(() => TerminalProcess.Start(launch, "sh", [], stop));

        Assert.Equal((FaultKind.NotSupported, ObjectKind.Program, "sh"), (exception.Fault, exception.Subject, exception.ObjectName));
    }

    [RootFact]
    public void A_namespace_that_may_be_entered_is_not_refused_and_nobody_goes_there()
    {
        using NamespaceHandle handle = _network.Create();
        using NamespaceHandle current = NamespaceHandle.OpenCurrent();

        handle.EnsureEnterable();
        current.EnsureEnterable();

        _ = Assert.Single(ProcessState.NamespacesOfThreads());
    }

    [Fact]
    public void Keyboard_signals_are_ignored_for_a_while_and_then_as_before()
    {
        string before = Ignored();
        using (KeyboardSignals.Ignore())
        {
            Assert.Equal(0x6UL, Convert.ToUInt64(Ignored(), 16) & 0x6); // SIGINT and SIGQUIT
        }

        Assert.Equal(before, Ignored());
    }

    private static string Ignored()
    {
        foreach (string line in System.IO.File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("SigIgn:", StringComparison.Ordinal))
            {
                return line[7..].Trim();
            }
        }

        throw new InvalidOperationException("The kernel gives no SigIgn.");
    }
}

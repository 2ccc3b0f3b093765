using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;

namespace NetnsTools.Soak;

/// <summary>Lets system calls of another process fail in the kernel, with strace, and compares the machine before and after.</summary>
internal sealed class RealFaults
{
    private const int MostOfOneThread = 4;

    // Those that the runtime makes hardly any of itself: a change makes its own among the first.
    private static readonly string[] Calls =
        ["setns", "unshare", "mount", "umount2", "linkat", "unlink", "socket", "bind", "setsockopt", "sendto", "recvfrom", "flock", "fstatfs", "statx", "ioctl"];

    private static readonly string[] Errors = ["EPERM", "ENOMEM", "EBUSY", "EEXIST", "ENOBUFS", "EINTR"];

    private readonly List<string> _problems;
    private readonly NamespaceStore _store = new();
    private readonly string _prefix = $"s{Environment.ProcessId}";
    private readonly OwnNames _names;
    private readonly string _log = Path.GetTempFileName();

    public RealFaults(List<string> problems)
    {
        _problems = problems;
        _names = new OwnNames(_store, _prefix);
    }

    /// <summary>Goes on until the time is over, or a problem is found.</summary>
    public void Run(TimeSpan time, Table table)
    {
        long injected = 0;
        long refused = 0;
        long runs = 0;
#pragma warning disable CA5394 // Any will do.
        for (Stopwatch clock = Stopwatch.StartNew(); clock.Elapsed < time && _problems.Count == 0; runs++)
        {
            string change = Once.Changes[Random.Shared.Next(Once.Changes.Length)];
            string call = Calls[Random.Shared.Next(Calls.Length)];
            string error = Errors[Random.Shared.Next(Errors.Length)];
            int when = Random.Shared.Next(1, MostOfOneThread + 1);
            injected += Do(change, $"{call}:error={error}:when={when.ToString(CultureInfo.InvariantCulture)}", ref refused);
        }
#pragma warning restore CA5394

        File.Delete(_log);
        table.Add("processes with a failing system call", runs);
        table.Add("faults injected", injected);
        table.Add("changes refused for that", refused);
    }

    // How many calls failed.
    private int Do(string change, string injection, ref long refused)
    {
        Prepare();
        try
        {
            string before = Look();
            (int code, string said) = Start(change, injection);
            int injected = File.ReadLines(_log).Count(static line => line.Contains("(INJECTED)", StringComparison.Ordinal));
            string after = Look();
            bool isRefused = code == Once.Refused;
            refused += isRefused ? 1 : 0;
            // Done is told by what there is then: no more is known of it here.
            bool isRight = isRefused ? after == before : code == 0 && after != before && IsWhole(change, after);
            if (!isRight)
            {
                _problems.Add($"{change} with {injection} gives {code} ({said}). Before: {before}. After: {after}.");
            }

            return injected;
        }
        finally
        {
            CleanUp();
        }
    }

    private bool IsWhole(string change, string after) => change switch
    {
        "create" => after.Contains($"{_prefix}c Live 1", StringComparison.Ordinal),
        "adopt" => after.Contains($"{_prefix}d Live 1", StringComparison.Ordinal),
        "pair" => after.Contains($"veth-1 up {Cable.LeftAddress}", StringComparison.Ordinal) && after.Contains($"veth-2 up {Cable.RightAddress}", StringComparison.Ordinal),
        _ => !after.Contains($"{_prefix}b ", StringComparison.Ordinal),
    };

    private (int Code, string Said) Start(string change, string injection)
    {
        ProcessStartInfo start = new("strace") { RedirectStandardOutput = true };
        string call = injection[..injection.IndexOf(':', StringComparison.Ordinal)];
        foreach (string word in (string[])["-f", "--seccomp-bpf", "-qq", "-o", _log, "-e", $"trace={call}", "-e", $"inject={injection}", Environment.ProcessPath!, "once", change, _prefix])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private void Prepare()
    {
        foreach (NamespaceCreation made in _store.Create([$"{_prefix}a", $"{_prefix}b"]))
        {
            made.Handle?.Dispose();
        }
    }

    private string Look() =>
        string.Join("; ", _names.ListMounts().Select(one => $"{one.Entry.Name} {one.Entry.State} {one.Mounts} {Links(one.Entry)}"));

    private string Links(NamespaceEntry entry)
    {
        if (entry.State != NamespaceState.Live)
        {
            return string.Empty;
        }

        using NamespaceHandle handle = _store.Open(entry.Name);
        using RouteConnection route = RouteConnection.Open(handle);
        return LinkWords.Of(route);
    }

    private void CleanUp()
    {
        using NamespaceRemover remover = new(_store);
        foreach (NamespaceEntry entry in _names.List())
        {
            remover.Remove(entry.Name);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NetnsTools.Linux;

namespace NetnsTools.Captures;

/// <summary>The captures of this process, from their start until they are stopped.</summary>
internal static class RunningCaptures
{
    // How long the process waits for who reads what it writes.
    private const int ExitMilliseconds = 2000;

    private static readonly Dictionary<int, NetnsCapture> Captures = [];
    private static int _lastId;
    private static BeforeExit? _beforeExit;

    /// <summary>All, oldest first.</summary>
    public static IReadOnlyList<NetnsCapture> All
    {
        get
        {
            lock (Captures)
            {
                return [.. Captures.Values.OrderBy(static capture => capture.Id)];
            }
        }
    }

    /// <summary>A number for the next one.</summary>
    public static int NextId() => Interlocked.Increment(ref _lastId);

    public static void Add(NetnsCapture capture)
    {
        lock (Captures)
        {
            // What a file still lacks is written before the process ends.
            _beforeExit ??= new BeforeExit(StopAll);
            Captures.Add(capture.Id, capture);
        }
    }

    public static void Remove(NetnsCapture capture)
    {
        lock (Captures)
        {
            _ = Captures.Remove(capture.Id);
        }
    }

    /// <summary>One by its number.</summary>
    /// <exception cref="NetworkException">There is none.</exception>
    public static NetnsCapture Get(int id)
    {
        lock (Captures)
        {
            return Captures.GetValueOrDefault(id)
                ?? throw new NetworkException(
                    FaultKind.NotFound, ObjectKind.Capture, $"There is no capture {id} in this PowerShell, or it was stopped. Get-NetnsCapture lists them.");
        }
    }

    private static void StopAll()
    {
        IReadOnlyList<NetnsCapture> all = All;
        foreach (NetnsCapture capture in all)
        {
            capture.Session.RequestStop();
        }

        long limit = Environment.TickCount64 + ExitMilliseconds;
        foreach (NetnsCapture capture in all)
        {
            if (!capture.Session.Wait(TimeSpan.FromMilliseconds(Math.Max(limit - Environment.TickCount64, 0))))
            {
                capture.Abandon();
                capture.Session.Stop();
            }
        }
    }
}

using System;
using System.Collections.Generic;
using NetnsTools.Linux;

namespace NetnsTools.Labs;

/// <summary>The labs of this process that were begun and have not ended. None outlives the process.</summary>
internal static class OpenLabs
{
    private static readonly List<NetnsLab> Labs = [];

    private static TerminationSignals? _signals;

    /// <summary>All, oldest first.</summary>
    public static IReadOnlyList<NetnsLab> All
    {
        get
        {
            lock (Labs)
            {
                return [.. Labs];
            }
        }
    }

    public static void Add(NetnsLab lab)
    {
        lock (Labs)
        {
            if (_signals is null)
            {
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => EndAll();
                _signals = new TerminationSignals(EndAll);
            }

            Labs.Add(lab);
        }
    }

    public static void Remove(NetnsLab lab)
    {
        lock (Labs)
        {
            _ = Labs.Remove(lab);
        }
    }

    private static void EndAll()
    {
        foreach (NetnsLab lab in All)
        {
            // Nobody is left to be told.
            _ = lab.End(stop: null);
        }
    }
}

using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Linux;

namespace NetnsTools.Labs;

/// <summary>The labs of this process that were begun and have not ended. None outlives the process.</summary>
internal static class OpenLabs
{
    private static readonly List<NetnsLab> Labs = [];

    private static BeforeExit? _beforeExit;

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

    /// <summary>Those with a name, or with names of a pattern.</summary>
    /// <exception cref="NetworkException">There is none with this very name.</exception>
    public static IReadOnlyList<NetnsLab> Match(string name)
    {
        WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
        NetnsLab[] found = [.. All.Where(lab => pattern.IsMatch(lab.Name))];
        return found.Length > 0 || WildcardPattern.ContainsWildcardCharacters(name)
            ? found
            : throw new NetworkException(
                FaultKind.NotFound, ObjectKind.Lab, $"There is no lab '{name}' in this PowerShell, or it has ended. Get-NetnsLab lists them.");
    }

    public static void Add(NetnsLab lab)
    {
        lock (Labs)
        {
            _beforeExit ??= new BeforeExit(EndAll);
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

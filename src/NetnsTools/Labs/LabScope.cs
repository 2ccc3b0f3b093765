using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace NetnsTools.Labs;

/// <summary>Which lab takes what is made in a runspace: the one that was begun there last.</summary>
/// <remarks>Of the runspace, not of the thread or a variable: a function of another module makes its things in the same lab.</remarks>
internal static class LabScope
{
    private static readonly ConditionalWeakTable<Runspace, List<NetnsLab>> Scopes = [];

    /// <summary>The lab that takes what is made now; null for none.</summary>
    public static NetnsLab? Current => Runspace.DefaultRunspace is { } runspace && Scopes.TryGetValue(runspace, out List<NetnsLab>? labs) ? labs.LastOrDefault() : null;

    public static void Enter(NetnsLab lab) => Scopes.GetOrCreateValue(Runspace.DefaultRunspace).Add(lab);

    /// <summary>Leaves it, also where inner ones were begun and not left.</summary>
    public static void Leave(NetnsLab lab)
    {
        if (Runspace.DefaultRunspace is { } runspace
            && Scopes.TryGetValue(runspace, out List<NetnsLab>? labs)
            && labs.LastIndexOf(lab) is >= 0 and int index)
        {
            labs.RemoveAt(index);
        }
    }
}

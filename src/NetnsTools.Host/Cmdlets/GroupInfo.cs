using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Objects with equal values, from Group-Object.</summary>
public sealed class GroupInfo
{
    internal GroupInfo(object?[] values)
    {
        Values = new ReadOnlyCollection<object?>(values);
        Name = string.Join(", ", values.Select(value => value?.ToString()));
    }

    /// <summary>The values.</summary>
    public ReadOnlyCollection<object?> Values { get; }

    /// <summary>How many objects there are.</summary>
    public int Count { get; private set; }

    /// <summary>The objects; empty with -NoElement.</summary>
    public Collection<PSObject> Group { get; } = [];

    /// <summary>The values, as text.</summary>
    public string Name { get; }

    internal void Add(PSObject item, bool keep)
    {
        Count++;
        if (keep)
        {
            Group.Add(item);
        }
    }
}

using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Sort-Object: the objects in order; equal ones keep the order in which they came.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _objects = [];

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to sort by: names, script blocks, or hashtables with Expression and Descending.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>The greatest first.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>Only one of those that are equal.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <summary>Upper and lower case differ.</summary>
    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    /// <summary>Equal objects keep their order; they always do here.</summary>
    [Parameter]
    public SwitchParameter Stable { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            _objects.Add(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        List<PropertyParameter> properties = PropertyParameter.Parse(Property);
        PSObjectComparer comparer = new(CaseSensitive);
        List<(PSObject Object, object?[] Keys)> entries = _objects.ConvertAll(item =>
            (item, properties.Count == 0 ? [item] : properties.Select(property => property.ValueOf(item)).ToArray()));

        int Compare(object?[] left, object?[] right)
        {
            for (int index = 0; index < left.Length; index++)
            {
                int result = comparer.Compare(left[index], right[index]);
                if (result != 0)
                {
                    bool descending = properties.Count > 0 && properties[index].Descending is bool own ? own : Descending;
                    return descending ? -result : result;
                }
            }

            return 0;
        }

        object?[]? previous = null;
        foreach ((PSObject item, object?[] keys) in entries.OrderBy(entry => entry.Keys, Comparer<object?[]>.Create(Compare)))
        {
            if (!Unique || previous is null || Compare(previous, keys) != 0)
            {
                WriteObject(item);
            }

            previous = keys;
        }
    }
}

using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Group-Object: the objects by equal values, the groups in the order of their values.</summary>
[Cmdlet(VerbsData.Group, "Object")]
[OutputType(typeof(GroupInfo))]
public sealed class GroupObjectCommand : PSCmdlet
{
    private readonly List<(object?[] Values, GroupInfo Group)> _groups = [];
    private readonly PSObjectComparer _comparer = new(caseSensitive: false);
    private List<PropertyParameter> _properties = [];

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to group by: names or script blocks; the objects themselves if not given.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>Only counts, not the objects.</summary>
    [Parameter]
    public SwitchParameter NoElement { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _properties = PropertyParameter.Parse(Property);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        object?[] values = _properties.Count == 0
            ? [InputObject]
            : [.. _properties.Select(property => property.ValueOf(InputObject))];
        GroupInfo? group = _groups.Find(entry => Compare(entry.Values, values) == 0).Group;
        if (group is null)
        {
            group = new GroupInfo(values);
            _groups.Add((values, group));
        }

        group.Add(InputObject, keep: !NoElement);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach ((object?[] _, GroupInfo group) in _groups.OrderBy(entry => entry.Values, Comparer<object?[]>.Create(Compare)))
        {
            // The engine's own views are tied to the names of pwsh's types.
            PSObject result = new(group);
            result.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GroupInfo");
            if (NoElement)
            {
                result.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GroupInfoNoElement");
            }

            WriteObject(result);
        }
    }

    private int Compare(object?[] left, object?[] right) =>
        left.Zip(right, _comparer.Compare).FirstOrDefault(result => result != 0);
}

using System.Collections.Generic;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Compare-Object: what is in one collection and not in the other, wherever in it.</summary>
[Cmdlet(VerbsData.Compare, "Object")]
public sealed class CompareObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _differences = [];

    /// <summary>The collection to compare with.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyCollection]
    public PSObject[] ReferenceObject { get; set; } = [];

    /// <summary>The collection that is compared.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public PSObject[] DifferenceObject { get; set; } = [];

    /// <summary>The properties to compare; the objects themselves if not given.</summary>
    [Parameter(Position = 2)]
    public object[]? Property { get; set; }

    /// <summary>Shows what is in both, too.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <summary>Upper and lower case differ.</summary>
    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _differences.AddRange(DifferenceObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        List<PropertyParameter> properties = PropertyParameter.Parse(Property);
        PSObjectComparer comparer = new(CaseSensitive);
        bool Same(PSObject left, PSObject right) => properties.Count == 0
            ? comparer.Same(left, right)
            : properties.TrueForAll(property => comparer.Compare(property.ValueOf(left), property.ValueOf(right)) == 0);

        List<PSObject> onlyThere = [];
        List<PSObject> onlyHere = [.. ReferenceObject];
        foreach (PSObject item in _differences)
        {
            int match = onlyHere.FindIndex(other => Same(other, item));
            if (match < 0)
            {
                onlyThere.Add(item);
                continue;
            }

            onlyHere.RemoveAt(match);
            if (IncludeEqual)
            {
                WriteDifference(item, "==", properties);
            }
        }

        onlyThere.ForEach(item => WriteDifference(item, "=>", properties));
        onlyHere.ForEach(item => WriteDifference(item, "<=", properties));
    }

    private void WriteDifference(PSObject item, string side, List<PropertyParameter> properties)
    {
        PSObject result = new();
        if (properties.Count == 0)
        {
            result.Properties.Add(new PSNoteProperty("InputObject", item));
        }

        foreach (PropertyParameter property in properties)
        {
            result.Properties.Add(new PSNoteProperty(property.Name ?? property.Expression.ToString(), property.ValueOf(item)));
        }

        result.Properties.Add(new PSNoteProperty("SideIndicator", side));
        WriteObject(result);
    }
}

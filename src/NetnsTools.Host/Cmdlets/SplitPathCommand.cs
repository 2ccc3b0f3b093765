using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Split-Path: the parent or the last part of a path.</summary>
[Cmdlet(VerbsCommon.Split, "Path", DefaultParameterSetName = "ParentSet")]
[OutputType(typeof(string))]
public sealed class SplitPathCommand : ProviderCommand
{
    /// <summary>The paths.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>All but the last part; this is what happens without a switch.</summary>
    [Parameter(ParameterSetName = "ParentSet")]
    public SwitchParameter Parent { get; set; }

    /// <summary>The last part.</summary>
    [Parameter(ParameterSetName = "LeafSet", Mandatory = true)]
    public SwitchParameter Leaf { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            ForPath(path, () => WriteObject(Leaf
                ? SessionState.Path.ParseChildName(path)
                : SessionState.Path.ParseParent(path, root: string.Empty)));
        }
    }
}

using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>New-Item: a new file, folder or other item.</summary>
[Cmdlet(VerbsCommon.New, "Item", SupportsShouldProcess = true)]
public sealed class NewItemCommand : ProviderCommand
{
    /// <summary>Where to create it.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>What to create: File, Directory, SymbolicLink, HardLink.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Type")]
    public string? ItemType { get; set; }

    /// <summary>What is in it; for a link, where it leads.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Target")]
    public object? Value { get; set; }

    /// <summary>Folders on the way are created, and what is there is no error.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            if (ShouldProcess(path))
            {
                ForPath(path, () => WriteObject(
                    InvokeProvider.Item.New([path], name: null, ItemType, Value, Force), enumerateCollection: true));
            }
        }
    }
}

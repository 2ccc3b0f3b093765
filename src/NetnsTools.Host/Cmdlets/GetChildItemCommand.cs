using System.IO;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Get-ChildItem: what a folder (or another container) holds.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Items")]
public sealed class GetChildItemCommand : ProviderCommand
{
    /// <summary>The containers, with wildcards; the current one if not given.</summary>
    [Parameter(Position = 0, ParameterSetName = "Items", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>The containers, as they are.</summary>
    [Parameter(ParameterSetName = "LiteralItems", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    /// <summary>Which names, with wildcards.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string? Filter { get; set; }

    /// <summary>Only files.</summary>
    [Parameter]
    [Alias("af")]
    public SwitchParameter File { get; set; }

    /// <summary>Only folders.</summary>
    [Parameter]
    [Alias("ad")]
    public SwitchParameter Directory { get; set; }

    /// <summary>The containers within, too.</summary>
    [Parameter]
    [Alias("s", "r")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Hidden items, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Only names, relative to the container.</summary>
    [Parameter]
    public SwitchParameter Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in LiteralPath ?? Path)
        {
            ForPath(path, () => List(path));
        }
    }

    private void List(string path)
    {
        // File names differ by case here, but pwsh's filter does not mind.
        WildcardPattern? filter = Filter is null ? null : WildcardPattern.Get(Filter, WildcardOptions.IgnoreCase);
        foreach (PSObject item in InvokeProvider.ChildItem.Get([path], Recurse, Force, LiteralPath is not null))
        {
            if ((File && item.BaseObject is not FileInfo) || (Directory && item.BaseObject is not DirectoryInfo))
            {
                continue;
            }

            string name = item.Properties["PSChildName"]?.Value as string ?? string.Empty;
            if (filter?.IsMatch(name) != false)
            {
                WriteObject(Name ? RelativeName(path, item) ?? name : item);
            }
        }
    }

    private string? RelativeName(string path, PSObject item) =>
        item.BaseObject is FileSystemInfo entry && !WildcardPattern.ContainsWildcardCharacters(path)
        ? System.IO.Path.GetRelativePath(GetUnresolvedProviderPathFromPSPath(path), entry.FullName)
        : null;
}

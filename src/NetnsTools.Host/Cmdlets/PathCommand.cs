using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Base of the cmdlets that take -Path, with wildcards, or -LiteralPath, without.</summary>
public abstract class PathCommand : ProviderCommand
{
    /// <summary>The paths, with wildcards.</summary>
    [Parameter(
        Position = 0, ParameterSetName = "Path", Mandatory = true,
        ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The paths, as they are.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Whether the paths are meant as they are.</summary>
    private protected bool IsLiteral => ParameterSetName == "LiteralPath";

    /// <summary>A path as a pattern that means the same.</summary>
    private protected string Pattern(string path) => IsLiteral ? WildcardPattern.Escape(path) : path;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in IsLiteral ? LiteralPath : Path)
        {
            ForPath(path, () => Process(path));
        }
    }

    /// <summary>Does the cmdlet's work for one path.</summary>
    /// <param name="path">The path, as given.</param>
    protected abstract void Process(string path);
}

using System.Linq;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Test-Path: whether something lies at a path.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : ProviderCommand
{
    /// <summary>The paths, with wildcards.</summary>
    [Parameter(
        Position = 0, ParameterSetName = "Path", Mandatory = true,
        ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>The paths, as they are.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    /// <summary>What kind of item must lie there.</summary>
    [Parameter]
    [Alias("Type")]
    public TestPathType PathType { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string? path in (literal ? LiteralPath : Path) ?? [null!])
        {
            bool exists = false;
            if (!string.IsNullOrWhiteSpace(path))
            {
                ForPath(path, () => exists = InvokeProvider.Item.Exists(path, force: false, literal) && IsOfType(path, literal));
            }

            WriteObject(exists);
        }
    }

    private bool IsOfType(string path, bool literal) => PathType == TestPathType.Any
        || InvokeProvider.Item.Get([path], force: true, literal)
            .Any(item => IsContainer(item) == (PathType == TestPathType.Container));

    private static bool IsContainer(PSObject item) => LanguagePrimitives.IsTrue(item.Properties["PSIsContainer"]?.Value);
}

using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Join-Path: one path of several parts.</summary>
[Cmdlet(VerbsCommon.Join, "Path")]
[OutputType(typeof(string))]
public sealed class JoinPathCommand : ProviderCommand
{
    /// <summary>The beginnings.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] Path { get; set; } = [];

    /// <summary>What comes next.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ChildPath { get; set; }

    /// <summary>What comes after that.</summary>
    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    public string[] AdditionalChildPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            ForPath(path, () =>
            {
                string joined = SessionState.Path.Combine(path, ChildPath ?? string.Empty);
                foreach (string child in AdditionalChildPath)
                {
                    joined = SessionState.Path.Combine(joined, child);
                }

                WriteObject(joined);
            });
        }
    }
}

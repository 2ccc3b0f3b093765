using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Provider;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Set-Content: writes a file (or another item) anew, a line for each object.</summary>
[Cmdlet(VerbsCommon.Set, "Content", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class SetContentCommand : ProviderCommand
{
    private readonly List<object?> _values = [];

    /// <summary>Where to write, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Where to write, as it is.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What to write.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? Value { get; set; }

    /// <summary>Read-only files, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Value is not null)
        {
            _values.AddRange(Value);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in literal ? LiteralPath : Path)
        {
            if (ShouldProcess(path))
            {
                ForPath(path, () => Write(path, literal));
            }
        }
    }

    private void Write(string path, bool literal)
    {
        if (InvokeProvider.Item.Exists(path, Force, literal))
        {
            InvokeProvider.Content.Clear([path], Force, literal);
        }

        foreach (IContentWriter writer in InvokeProvider.Content.GetWriter([path], Force, literal))
        {
            using (writer)
            {
                writer.Write(_values);
                writer.Close();
            }
        }
    }
}

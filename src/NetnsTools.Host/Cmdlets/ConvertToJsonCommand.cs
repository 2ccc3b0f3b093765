using System.Collections.Generic;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>ConvertTo-Json: objects as JSON text.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    private readonly List<object?> _objects = [];

    /// <summary>The objects; several become one JSON array.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>How many levels of objects are written as such; what lies deeper is written as text.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    /// <summary>No white space.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _objects.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_objects.Count > 0)
        {
            object? value = _objects.Count == 1 ? _objects[0] : _objects;
            WriteObject(new JsonText(Depth, indented: !Compress, WriteWarning).Write(value));
        }
    }
}

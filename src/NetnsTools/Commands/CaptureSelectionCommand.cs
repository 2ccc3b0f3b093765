using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Captures;
using NetnsTools.Completers;
using NetnsTools.Parameters;

namespace NetnsTools.Commands;

/// <summary>A cmdlet that does something with captures, given as objects or by their numbers.</summary>
public abstract class CaptureSelectionCommand : NetnsCmdlet
{
    private protected const string ByObject = "ByObject";
    private protected const string ById = "ById";

    private protected CaptureSelectionCommand()
    {
    }

    /// <summary>Captures, as Start-NetnsCapture and Get-NetnsCapture give them, or their numbers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [CaptureByIdTransformation]
    [ArgumentCompleter(typeof(CaptureCompleter))]
    public NetnsCapture[] InputObject { get; set; } = [];

    /// <summary>Their numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(CaptureCompleter))]
    public int[] Id { get; set; } = [];

    /// <summary>The captures meant; a number without one is an error record.</summary>
    private protected IEnumerable<NetnsCapture> Selected() => ParameterSetName == ByObject
        ? InputObject
        : Id.Select(id => Attempt(id, () => RunningCaptures.Get(id))).OfType<NetnsCapture>();
}

using System.Linq;
using System.Management.Automation;
using NetnsTools.Captures;
using NetnsTools.Completers;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Shows the captures of this PowerShell that were not stopped yet, those that ended by themselves included.</para>
/// <para type="description">
/// The objects are alive: state, counts and packets are read anew each time. A capture is in the list from its start until
/// Stop-NetnsCapture has taken its packets, or PowerShell ends.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NetnsCapture")]
[OutputType(typeof(NetnsCapture))]
public sealed class GetNetnsCaptureCommand : NetnsCmdlet
{
    /// <summary>Only those with these numbers.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(CaptureCompleter))]
    public int[]? Id { get; set; }

    /// <summary>Only those in these namespaces: names or wildcard patterns.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>Only those that stand so.</summary>
    [Parameter]
    public NetnsCaptureState[]? State { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (int id in Id ?? [])
        {
            _ = Attempt(id, () => RunningCaptures.Get(id));
        }

        WildcardPattern[]? patterns = Namespace?.Select(static name => new WildcardPattern(name)).ToArray();
        foreach (NetnsCapture capture in RunningCaptures.All)
        {
            if ((Id is null || Id.Contains(capture.Id))
                && (State is null || State.Contains(capture.State))
                && (patterns is null || patterns.Any(pattern => capture.Namespace is { } name && pattern.IsMatch(name))))
            {
                WriteObject(capture);
            }
        }
    }
}

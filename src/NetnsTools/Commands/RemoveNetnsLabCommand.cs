using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Labs;
using NetnsTools.Parameters;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Ends labs: what was made in them goes, running programs included.</para>
/// <para type="description">
/// Programs inside get SIGTERM, and SIGKILL two seconds later; after Ctrl+C at once. When it returns, all names can be used
/// again. A lab that has ended already is no error.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "NetnsLab", SupportsShouldProcess = true, DefaultParameterSetName = ByObject)]
public sealed class RemoveNetnsLabCommand : LabCommand
{
    private const string ByObject = "ByObject";
    private const string ByName = "ByName";

    /// <summary>Labs, as New-NetnsLab and Get-NetnsLab give them, or their names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [AllowNull]
    [AllowEmptyCollection]
    [LabByNameTransformation]
    [ArgumentCompleter(typeof(LabCompleter))]
    public NetnsLab?[] InputObject { get; set; } = [];

    /// <summary>Their names; wildcard patterns.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(LabCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Null where a BeforeAll failed before it had one: an AfterAll has nothing to add to that.
        NetnsLab[] labs = ParameterSetName == ByObject
            ? [.. (InputObject ?? []).OfType<NetnsLab>()]
            : [.. Name.SelectMany(name => Attempt(name, () => OpenLabs.Match(name)) ?? [])];
        // Inner ones first.
        foreach (NetnsLab lab in labs.Reverse())
        {
            if ((lab.IsOpen || lab.Content.Length > 0) && ShouldProcess($"lab {lab} with {lab.Content.Length} things", "Remove"))
            {
                End(lab);
            }
        }
    }
}

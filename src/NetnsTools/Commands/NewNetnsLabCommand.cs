using System.Management.Automation;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Begins a lab: what is made in this runspace from now on goes with Remove-NetnsLab.</para>
/// <para type="description">
/// For BeforeAll and AfterAll of Pester, which cannot be put into one block; everywhere else Use-NetnsLab is the safer way,
/// since it cannot be forgotten. A lab that was not removed goes when PowerShell ends. Labs can be nested: what is made belongs
/// to the one that was begun last.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.New, "NetnsLab", SupportsShouldProcess = true)]
[OutputType(typeof(NetnsLab))]
public sealed class NewNetnsLabCommand : LabCommand
{
    /// <summary>Namespaces to begin with, in property Namespace of the lab: client becomes client-k3v9x2. At most 248 bytes each.</summary>
    [Parameter(Position = 0)]
    [AllowEmptyString]
    public string[] Namespace { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ShouldProcess(Words(Namespace), "Begin") && Begin(Namespace) is { } lab)
        {
            Give(lab, () => Finish(lab));
        }
    }
}

using System.Linq;
using System.Management.Automation;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Shows the network interfaces of a namespace, as ip link show does.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NetnsLink", DefaultParameterSetName = ByName)]
[OutputType(typeof(NetnsLink))]
public sealed class GetNetnsLinkCommand : LinkQueryCommand
{
    /// <summary>Only links of these kinds: veth, bridge, …</summary>
    [Parameter]
    public string[]? Kind { get; set; }

    /// <summary>Only links that are switched on.</summary>
    [Parameter]
    public SwitchParameter Up { get; set; }

    private protected override void Write(NetnsLink link)
    {
        if ((!Up || link.IsUp) && (Kind is null || Kind.Contains(link.Kind)))
        {
            WriteObject(link);
        }
    }
}

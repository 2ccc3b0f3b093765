using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Shows the network interfaces of a namespace, as ip link show does.</para>
/// <para type="description">
/// Without arguments it shows the links of the current namespace; of several namespaces many are read at once. Each link has
/// what ip -d link show prints of any link and of a veth, typed, its addresses, and the other end of a veth with the name of that one's namespace. Links
/// and pairs that come down the pipeline are read again, as they are now.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NetnsLink", DefaultParameterSetName = ByName)]
[OutputType(typeof(NetnsLink))]
public sealed class GetNetnsLinkCommand : LinkQueryCommand
{
    /// <summary>Only links of these kinds: veth, bridge, …</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KindCompleter))]
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

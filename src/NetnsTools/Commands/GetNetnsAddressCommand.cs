using System.Linq;
using System.Management.Automation;
using System.Net;
using NetnsTools.Completers;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Shows the IP addresses of a namespace's interfaces, as ip addr show does.</para>
/// <para type="description">
/// Without arguments it shows the addresses of the current namespace. Links, pairs and namespaces can come down the pipeline;
/// of many namespaces several are read at once. Each address says whether it can be used yet: one that IPv6 is still
/// checking for duplicates cannot.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NetnsAddress", DefaultParameterSetName = ByName)]
[OutputType(typeof(NetnsAddress))]
public sealed class GetNetnsAddressCommand : LinkQueryCommand
{
    /// <summary>Only IPv4, or only IPv6.</summary>
    [Parameter]
    public NetnsAddressFamily? AddressFamily { get; set; }

    /// <summary>Only these addresses.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AddressCompleter))]
    public IPAddress[]? Address { get; set; }

    private protected override void Write(NetnsLink link)
    {
        foreach (NetnsAddress address in link.Addresses)
        {
            if ((AddressFamily is not { } family || address.AddressFamily == family)
                && (Address is null || Address.Contains(address.Address)))
            {
                WriteObject(address);
            }
        }
    }
}

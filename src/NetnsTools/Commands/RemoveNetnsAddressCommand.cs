using System.Collections.Generic;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Takes IP addresses away from interfaces.</para>
/// <para type="description">
/// By address, with or without prefix length, or as Get-NetnsAddress gives them; the link stays as it is. Where the address is on
/// several links, it goes from all of them, unless -Name says from which.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "NetnsAddress", SupportsShouldProcess = true, DefaultParameterSetName = ByAddress)]
public sealed class RemoveNetnsAddressCommand : NetnsCmdlet
{
    private const string ByAddress = "ByAddress";
    private const string ByObject = "ByObject";

    // Links that addresses were taken from.
    private readonly HashSet<(NamespaceIdentity Place, int LinkIndex)> _touched = [];

    /// <summary>Addresses: 10.0.0.10/16, or 10.0.0.10 whatever its prefix length.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByAddress)]
    [ArgumentCompleter(typeof(AddressCompleter))]
    public AddressArgument[] Address { get; set; } = [];

    /// <summary>The namespace; the current one without it.</summary>
    [Parameter(ParameterSetName = ByAddress)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Only from this interface; from any without it.</summary>
    [Parameter(ParameterSetName = ByAddress)]
    [ArgumentCompleter(typeof(LinkCompleter))]
    public string? Name { get; set; }

    /// <summary>Addresses as Get-NetnsAddress gives them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    public NetnsAddress[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            foreach (NetnsAddress address in InputObject)
            {
                if (Attempt(address, () => Open(address)) is { } place)
                {
                    Remove(place, address.Source, address.Name, address);
                }
            }
        }
        else if (Attempt(Namespace, () => Pool.Open(Namespace)) is { } session)
        {
            foreach (AddressArgument argument in Address)
            {
                foreach ((LinkAddress address, string link) in Attempt(argument, () => Find(session, argument)) ?? [])
                {
                    Remove(session, address, link, argument);
                }
            }
        }
    }

    // The address may be another link's by now.
    private NamespaceSession Open(NetnsAddress address)
    {
        NamespaceSession session = Pool.Open(address.Reference);
        _ = LinkReader.Find(session, address.Link);
        return session;
    }

    private List<(LinkAddress Address, string Link)> Find(NamespaceSession session, AddressArgument argument)
    {
        AddressPrefix wanted = argument.Resolve();
        Link? only = Name is null ? null : session.Route.Links.Get(Name);
        List<(LinkAddress, string)> found = [];
        foreach (LinkAddress address in session.Route.Addresses.List(only?.Index, wanted.Family))
        {
            if (address.Address.Equals(wanted.Address) && (!argument.HasLength || address.PrefixLength == wanted.PrefixLength))
            {
                found.Add((address, only?.Name ?? session.Route.Links.Get(address.LinkIndex).Name));
            }
        }

        return found.Count > 0
            ? found
            : throw new NetworkException(
                FaultKind.NotFound,
                ObjectKind.Address,
                $"There is no address {argument.Text} on {(Name is null ? "any link" : $"link '{Name}'")} in {PlaceText.Of(session.Name)}.");
    }

    private void Remove(NamespaceSession session, LinkAddress address, string link, object target)
    {
        if (ShouldProcess($"address {address.Address}/{address.PrefixLength} of link '{link}' in {PlaceText.Of(session.Name)}", "Remove"))
        {
            _ = Attempt(target, () => Delete(session, address));
        }
    }

    private void Delete(NamespaceSession session, LinkAddress address)
    {
        try
        {
            session.Route.Addresses.Delete(address);
            _ = _touched.Add((session.Handle.Identity, address.LinkIndex));
        }
        catch (KernelException exception) when (exception.Errno == Errno.AddressNotAvailable && _touched.Contains((session.Handle.Identity, address.LinkIndex)))
        {
            // A secondary address, which the kernel took away together with its primary one.
        }
    }
}

using System.Management.Automation;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Creates a virtual Ethernet pair, each end born in its namespace.</para>
/// <para type="description">With namespaces given, no end is ever seen on the host. Both ends are created or none is.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "VethPair", SupportsShouldProcess = true)]
[OutputType(typeof(VethPair))]
public sealed class NewVethPairCommand : NetnsCmdlet
{
    /// <summary>Name of the left end, at most 15 bytes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string Name { get; set; } = string.Empty;

    /// <summary>Name of the right end, at most 15 bytes.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string PeerName { get; set; } = string.Empty;

    /// <summary>Namespace of the left end; the current one without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Namespace of the right end; the current one without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public NamespaceReference? PeerNamespace { get; set; }

    /// <summary>Largest packet of both ends, in bytes; 1500 without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(68, 65535)]
    public int? Mtu { get; set; }

    /// <summary>Link-layer address of the left end; a random one without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public MacAddress? MacAddress { get; set; }

    /// <summary>Link-layer address of the right end; a random one without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public MacAddress? PeerMacAddress { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!Attempt(Name, () => InterfaceName.Validate(Name))
            || !Attempt(PeerName, () => InterfaceName.Validate(PeerName))
            || !Attempt(MacAddress, () => LinkInput.ValidateMac(MacAddress))
            || !Attempt(PeerMacAddress, () => LinkInput.ValidateMac(PeerMacAddress))
            || Attempt(Namespace, () => Pool.Open(Namespace)) is not { } left
            || Attempt(PeerNamespace, () => Pool.Open(PeerNamespace)) is not { } right
            || !Attempt(Name, () => RefuseEqualNames(left, right)))
        {
            return;
        }

        string description = $"veth pair '{Name}' in {PlaceText.Of(left.Name)}, '{PeerName}' in {PlaceText.Of(right.Name)}";
        if (!ShouldProcess(description, "Create"))
        {
            return;
        }

        VethPair pair;
        try
        {
            pair = Create(left, right);
        }
        catch (NetworkException exception)
        {
            Report(exception, exception.ObjectName == PeerName ? PeerName : Name);
            return;
        }

        WriteObject(pair);
    }

    private VethPair Create(NamespaceSession left, NamespaceSession right)
    {
        bool isSame = left.Handle.Identity == right.Handle.Identity;
        (Link leftLink, Link rightLink) = VethPairCreation.Create(
            left.Route,
            isSame ? left.Route : right.Route,
            new VethEndSpecification { Name = Name, Mtu = Mtu, MacAddress = MacAddress },
            new VethEndSpecification { Name = PeerName, Mtu = Mtu, MacAddress = PeerMacAddress, Namespace = isSame ? null : right.Handle });
        return new VethPair(Reader.Read(left, leftLink), Reader.Read(right, rightLink));
    }

    private void RefuseEqualNames(NamespaceSession left, NamespaceSession right)
    {
        if (Name == PeerName && left.Handle.Identity == right.Handle.Identity)
        {
            throw new NetworkException(
                FaultKind.InvalidInput,
                ObjectKind.Link,
                $"Both ends cannot be called '{Name}' in {PlaceText.Of(left.Name)}. Give them different names or namespaces.");
        }
    }
}

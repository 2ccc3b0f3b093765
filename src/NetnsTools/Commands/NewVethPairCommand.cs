using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Labs;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Creates a virtual Ethernet pair, each end born in its namespace, with addresses and switched on where that is asked for.</para>
/// <para type="description">
/// With namespaces given, no end is ever seen on the host. The pair is there wholly or not at all. With addresses, be it of one
/// end alone, both ends are switched on, and the first packet passes. All but -Up can come from a table: Import-Csv pairs.csv | New-VethPair.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.New, "VethPair", SupportsShouldProcess = true)]
[OutputType(typeof(VethPair))]
public sealed class NewVethPairCommand : AddressingCommand
{
    private BatchProgress? _progress;
    private bool _isAddressTyped;

    /// <summary>Name of the left end, at most 15 bytes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Alias("Left")]
    public string Name { get; set; } = string.Empty;

    /// <summary>Name of the right end, at most 15 bytes.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Alias("Right")]
    public string PeerName { get; set; } = string.Empty;

    /// <summary>Namespace of the left end; the current one without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [Alias("LeftNamespace")]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Namespace of the right end; the current one without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [Alias("RightNamespace")]
    public NamespaceReference? PeerNamespace { get; set; }

    /// <summary>Addresses of the left end with prefix lengths: 10.0.0.10/16, fd00:1::10/64. Both ends are switched on then.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AddressListTransformation]
    [Alias("LeftAddresses")]
    public AddressArgument[]? Address { get; set; }

    /// <summary>Addresses of the right end. Both ends are switched on then.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AddressListTransformation]
    [Alias("RightAddresses")]
    public AddressArgument[]? PeerAddress { get; set; }

    /// <summary>Switches both ends on, also without addresses.</summary>
    [Parameter]
    public SwitchParameter Up { get; set; }

    /// <summary>Largest packet of both ends, in bytes; 1500 without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateMtu]
    [BlankAsNullTransformation]
    public int? Mtu { get; set; }

    /// <summary>Link-layer address of the left end; a random one without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankAsNullTransformation]
    [Alias("LeftMac")]
    public MacAddress? MacAddress { get; set; }

    /// <summary>Link-layer address of the right end; a random one without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankAsNullTransformation]
    [Alias("RightMac")]
    public MacAddress? PeerMacAddress { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isAddressTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Address)) || MyInvocation.BoundParameters.ContainsKey(nameof(PeerAddress));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Pool.Trim();
        AddressArgument[] peerArguments = Given(PeerAddress);
        AddressPrefix[]? addresses = ReadAddresses(Given(Address));
        AddressPrefix[]? peerAddresses = ReadAddresses(peerArguments);
        if (addresses is not null
            && peerAddresses is not null
            && Attempt(Name, () => InterfaceName.Validate(Name))
            && Attempt(PeerName, () => InterfaceName.Validate(PeerName))
            && Attempt(MacAddress, () => LinkInput.ValidateMac(MacAddress))
            && Attempt(PeerMacAddress, () => LinkInput.ValidateMac(PeerMacAddress))
            && Attempt(peerArguments.FirstOrDefault(), () => CheckAddresses(addresses, peerAddresses))
            && Attempt(Namespace, () => Pool.Open(Namespace)) is { } left
            && Attempt(PeerNamespace, () => Pool.Open(PeerNamespace)) is { } right
            && Attempt(Name, () => RefuseEqualNames(left, right)))
        {
            Create(left, right, addresses, peerAddresses);
        }

        (_progress ??= new BatchProgress(this, "Creating veth pairs")).Advance();
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _progress?.Complete();

    // In a table an empty cell means none; typed, it is a mistake.
    private AddressArgument[] Given(AddressArgument[]? arguments) =>
        [.. (arguments ?? []).Where(argument => _isAddressTyped || !string.IsNullOrWhiteSpace(argument.Text))];

    private void Create(NamespaceSession left, NamespaceSession right, AddressPrefix[] addresses, AddressPrefix[] peerAddresses)
    {
        string description = $"veth pair {End(left, Name, addresses)}, {End(right, PeerName, peerAddresses)}";
        if (!ShouldProcess(description, "Create"))
        {
            return;
        }

        VethPair pair;
        try
        {
            pair = Make(left, right, addresses, peerAddresses);
        }
        catch (NetworkException exception)
        {
            Report(exception, exception.ObjectName == PeerName ? PeerName : Name);
            return;
        }

        if (Keep(Name, () => new LabLink(pair.Left)) && Keep(Name, () => new LabLink(pair.Right)))
        {
            WriteObject(pair);
        }

        static string End(NamespaceSession session, string name, AddressPrefix[] prefixes) =>
            $"'{name}' in {PlaceText.Of(session.Name)}{(prefixes.Length == 0 ? null : $" with {string.Join(", ", (object[])prefixes)}")}";
    }

    private VethPair Make(NamespaceSession left, NamespaceSession right, AddressPrefix[] addresses, AddressPrefix[] peerAddresses)
    {
        bool isSame = left.Handle.Identity == right.Handle.Identity;
        SessionPool.Connect(left, isSame ? left : right);
        VethPairState state = VethPairCreation.Create(
            left.Route,
            isSame ? left.Route : right.Route,
            new VethEndSpecification { Name = Name, Mtu = Mtu, MacAddress = MacAddress, Addresses = addresses },
            new VethEndSpecification
            {
                Name = PeerName,
                Mtu = Mtu,
                MacAddress = PeerMacAddress,
                Addresses = peerAddresses,
                Namespace = isSame ? null : right.Handle,
            },
            Up || addresses.Length + peerAddresses.Length > 0,
            StopSignal);
        return Reader.Describe(left, right, state);
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

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Gives IP addresses to the ends of a veth pair and switches them on.</para>
/// <para type="description">
/// Returns when the addresses can be used and, once both ends are on, the first packet passes. Addresses that an end has
/// already stay; giving one again changes nothing. All of it is done, or nothing.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "VethAddress", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(VethPair), ParameterSetName = [ByPair])]
[OutputType(typeof(NetnsLink), ParameterSetName = [ByLink, ByName])]
public sealed class SetVethAddressCommand : AddressingCommand
{
    private const string ByPair = "ByPair";
    private const string ByLink = "ByLink";
    private const string ByName = "ByName";

    /// <summary>A pair, as New-VethPair gives it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByPair)]
    public VethPair? InputObject { get; set; }

    /// <summary>One end, as Get-NetnsLink gives it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByLink)]
    public NetnsLink? Link { get; set; }

    /// <summary>The name of one end.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(VethCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>The namespace of the end that is named; the current one without it.</summary>
    [Parameter(ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Addresses with prefix lengths: 10.0.0.10/16, fd00:1::10/64. For a pair, those of the left end.</summary>
    [Parameter(ParameterSetName = ByPair)]
    [Parameter(Mandatory = true, ParameterSetName = ByLink)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ByName)]
    public AddressArgument[] Address { get; set; } = [];

    /// <summary>Addresses of the right end.</summary>
    [Parameter(ParameterSetName = ByPair)]
    public AddressArgument[] PeerAddress { get; set; } = [];

    /// <summary>Leaves the ends switched as they are.</summary>
    [Parameter]
    public SwitchParameter LeaveDown { get; set; }

    /// <summary>Runs IPv6 duplicate address detection and waits for it (about a second); without it, it is switched off for these addresses.</summary>
    [Parameter]
    public SwitchParameter DuplicateAddressDetection { get; set; }

    /// <summary>How long to wait for the ends and the addresses to become usable; a number is seconds.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object target = (object?)InputObject ?? (object?)Link ?? Name;
        AddressPrefix[]? left = ReadAddresses(Address);
        AddressPrefix[]? right = ReadAddresses(PeerAddress);
        if (left is null || right is null || !Attempt(PeerAddress.FirstOrDefault() ?? target, () => Check(left, right)))
        {
            return;
        }

        if (Attempt(target, () => Resolve(left, right)) is not { } ends)
        {
            return;
        }

        string what = string.Join(", ", ends.Select(static end =>
            $"link '{end.Link.Name}' in {PlaceText.Of(end.Session.Name)}: {string.Join(", ", end.Prefixes)}"));
        if (ShouldProcess(what, "Set address"))
        {
            Set(target, ends);
        }
    }

    private void Set(object target, List<VethEnd> ends)
    {
        try
        {
            if (Attempt(target, () => Apply(ends)) is { } result)
            {
                WriteObject(result);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: both ends are as they were.
        }
    }

    private void Check(AddressPrefix[] left, AddressPrefix[] right)
    {
        if (left.Length + right.Length == 0)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Address, "Give at least one address, with -Address or -PeerAddress.");
        }

        CheckAddresses(left, right);
    }

    private List<VethEnd> Resolve(AddressPrefix[] left, AddressPrefix[] right)
    {
        if (InputObject is { } pair)
        {
            (NamespaceSession one, NamespaceSession other) = Pool.Open(pair);
            return [End(one, pair.Left, left), End(other, pair.Right, right)];
        }

        NetnsLink link = Link ?? Reader.Read(Pool.Open(Namespace), Name);
        return [End(Pool.Open(link.Reference), link, left)];

        static VethEnd End(NamespaceSession session, NetnsLink link, AddressPrefix[] prefixes)
        {
            Link current = LinkReader.Find(session, link.Seen);
            return current.IsVeth
                ? new VethEnd(session, current, prefixes)
                : throw new NetworkException(
                    FaultKind.InvalidInput, ObjectKind.Link, $"Link '{link.Name}' in {PlaceText.Of(session.Name)} is no end of a veth pair. To others an address is given with 'ip addr add', by Invoke-NetNamespace.");
        }
    }

    private object Apply(List<VethEnd> ends) => VethAddressing.Apply(
        ends,
        switchOn: !LeaveDown,
        DuplicateAddressDetection ? AddressFlags.None : AddressFlags.NoDuplicateDetection,
        Timeout,
        StopSignal,
        () => Look(ends));

    private object Look(List<VethEnd> ends)
    {
        NetnsLink[] links = [.. ends.Select(end => Reader.Read(end.Session, end.Session.Route.Links.Get(end.Link.Index)))];
        return links.Length == 2 ? new VethPair(links[0], links[1]) : links[0];
    }
}

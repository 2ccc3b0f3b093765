using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Captures;
using NetnsTools.Completers;
using NetnsTools.Linux;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Filters;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>A cmdlet that captures packets: where, which, and for how long.</summary>
public abstract class CaptureCommand : NetnsCmdlet
{
    private protected const string ByName = "ByName";
    private protected const string ByObject = "ByObject";

    private protected CaptureCommand()
    {
    }

    /// <summary>Namespaces: names, wildcard patterns, objects, pid:1234 or paths; the current one without it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference?[]? Namespace { get; set; }

    /// <summary>Interfaces: names or wildcard patterns, each captured for itself; <c>any</c>, or nothing, for all at once.</summary>
    [Parameter(Position = 1, ParameterSetName = ByName)]
    [Alias("Interface")]
    [AllowEmptyString]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(LinkCompleter))]
    public string[] Name { get; set; } = [CaptureTarget.Any];

    /// <summary>Links, or veth pairs for both of their ends.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [PairToLinksTransformation]
    public NetnsLink[] InputObject { get; set; } = [];

    /// <summary>Only these protocols: icmp, icmp6, arp, tcp, udp, sctp, igmp; ip and ip6 for all that is inside.</summary>
    [Parameter]
    [ValidateNotNull]
    public CaptureProtocol[] Protocol { get; set; } = [];

    /// <summary>Only packets from or to these: addresses, or networks such as 10.0.0.0/16. An interface's 10.0.0.10/16 is the address.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(AddressCompleter))]
    public AddressArgument[] Address { get; set; } = [];

    /// <summary>Only packets from or to these ports of TCP, UDP or SCTP.</summary>
    [Parameter]
    [ValidateNotNull]
    public int[] Port { get; set; } = [];

    /// <summary>Only packets that go this way.</summary>
    [Parameter]
    public PacketDirection Direction { get; set; }

    /// <summary>An expression of tcpdump's filter language, besides the others. Needs libpcap on the machine.</summary>
    [Parameter]
    public string? Filter { get; set; }

    /// <summary>Ends after this many packets.</summary>
    [Parameter]
    public long? Count { get; set; }

    /// <summary>Ends after this time; a number is seconds.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? Duration { get; set; }

    /// <summary>How many bytes of each packet are kept.</summary>
    [Parameter]
    public int SnapLength { get; set; } = CaptureOptions.MaximumSnapLength;

    /// <summary>Takes frames for other stations too; with one interface only.</summary>
    [Parameter]
    public SwitchParameter Promiscuous { get; set; }

    /// <summary>Bytes that the kernel can put packets into before they are read: 16MB, say. 8 MiB without it.</summary>
    [Parameter]
    public int BufferSize { get; set; } = new CaptureOptions().BufferSize;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (BuildFilter() is not { } filter)
        {
            return;
        }

        CaptureOptions options = new()
        {
            Filter = filter,
            SnapLength = SnapLength,
            IsPromiscuous = Promiscuous,
            BufferSize = BufferSize,
            Count = Count,
            Duration = Duration,
        };
        if (!Attempt(null, options.Validate))
        {
            return;
        }

        foreach (CaptureTarget target in ParameterSetName == ByObject ? LinkTargets() : NamedTargets())
        {
            if (!StopSignal.IsRaised)
            {
                Begin(target, target.Complete(options));
            }
        }
    }

    /// <summary>Begins to capture in one place.</summary>
    private protected abstract void Begin(CaptureTarget target, CaptureOptions options);

    /// <summary>Arms a capture; null after an error record.</summary>
    private protected CaptureSession? Open(CaptureTarget target, CaptureOptions options) => Attempt(
        target.Name ?? target.Session.Name ?? CaptureTarget.Any, () => new CaptureSession(target.Session.Handle, options));

    // Before anything is opened; what is wrong is the target of its error record.
    private CaptureFilter? BuildFilter()
    {
        List<AddressPrefix> places = [];
        foreach (AddressArgument address in Address)
        {
            if (Attempt(address, () => Place(address.Resolve())) is not { } place)
            {
                return null;
            }

            places.Add(place);
        }

        CaptureFilter filter = new()
        {
            Protocols = Protocol,
            Addresses = places,
            Ports = Port,
            Direction = Direction,
            Expression = string.IsNullOrWhiteSpace(Filter) ? null : Filter,
        };
        object wrong = filter.Expression is not null ? filter.Expression : Port.Length > 0 ? Port : Protocol;
        return Attempt(wrong, () => { _ = FilterCompiler.Compile(filter, CaptureOptions.MaximumSnapLength); }) ? filter : null;
    }

    // What an interface has, 10.0.0.10/16, is one address; 10.0.0.0/16 is a network.
    private static AddressPrefix Place(AddressPrefix prefix) =>
        prefix.IsNetwork ? prefix : AddressPrefix.Parse(prefix.Address.ToString());

    private IEnumerable<CaptureTarget> LinkTargets()
    {
        foreach (NetnsLink link in InputObject)
        {
            CaptureTarget? target = Attempt(link, () =>
            {
                NamespaceSession session = Pool.Open(link.Reference);
                Linux.Route.Link found = LinkReader.Find(session, link.Seen);
                return new CaptureTarget(session, found.Index, found.Name);
            });
            if (target is not null)
            {
                yield return target;
            }
        }
    }

    private IEnumerable<CaptureTarget> NamedTargets() =>
        (Namespace ?? [null]).SelectMany(OpenAllForLinks).SelectMany(session => Name.SelectMany(name => Targets(session, name)));

    private CaptureTarget[] Targets(NamespaceSession session, string name)
    {
        if (name == CaptureTarget.Any)
        {
            return [new CaptureTarget(session, 0, null)];
        }

        return Attempt(name, () => Find(session, name)) ?? [];
    }

    private static CaptureTarget[] Find(NamespaceSession session, string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            Linux.Route.Link link = session.Route.Links.Get(name);
            return [new CaptureTarget(session, link.Index, link.Name)];
        }

        WildcardPattern pattern = new(name);
        return [.. session.Route.Links.List()
            .Where(link => pattern.IsMatch(link.Name))
            .OrderBy(static link => link.Index)
            .Select(link => new CaptureTarget(session, link.Index, link.Name))];
    }
}

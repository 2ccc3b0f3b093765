using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using NetnsTools.Completers;
using NetnsTools.Linux;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Pings from inside a namespace.</para>
/// <para type="description">From a veth pair: its right end, from its left one. A lost echo is a result, with a reason, not an error.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "NetnsPing", DefaultParameterSetName = ByNamespace)]
[OutputType(typeof(NetnsPingResult), typeof(NetnsPingReply), typeof(bool))]
public sealed class TestNetnsPingCommand : NetnsCmdlet
{
    private const string ByNamespace = "ByNamespace";
    private const string ByLink = "ByLink";
    private const string ByPair = "ByPair";

    /// <summary>A pair: the right end is pinged from the left one.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByPair)]
    public VethPair? InputObject { get; set; }

    /// <summary>A link: pings from its namespace and address; without a destination, its veth peer.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByLink)]
    public NetnsLink? Link { get; set; }

    /// <summary>Addresses to ping: 10.0.0.20, fd00:1::20, fe80::1%veth-1.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByNamespace)]
    [Parameter(Position = 0, ParameterSetName = ByLink)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string[]? Destination { get; set; }

    /// <summary>The namespace to ping from: a name, an object, pid:1234 or a path; the current one without it.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByNamespace)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>How many echoes; 4 without it.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 4;

    /// <summary>From one echo to the next; a number is seconds. 0 sends the next as soon as the last is answered.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(0.2);

    /// <summary>How long a reply may take; a number is seconds.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Payload behind the ICMP header, in bytes.</summary>
    [Parameter]
    [Alias("BufferSize")]
    [ValidateRange(0, EchoOptions.MaximumPayload)]
    public int Size { get; set; } = 56;

    /// <summary>How many routers an echo may pass: time to live, or hop limit.</summary>
    [Parameter]
    [Alias("Ttl", "MaxHops")]
    [ValidateRange(1, 255)]
    public int? TimeToLive { get; set; }

    /// <summary>Forbids fragments on the way.</summary>
    [Parameter]
    public SwitchParameter DontFragment { get; set; }

    /// <summary>The source address; the kernel chooses without it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AddressCompleter))]
    public IPAddress? Source { get; set; }

    /// <summary>For a pair or a link: which of the peer's addresses is pinged.</summary>
    [Parameter(ParameterSetName = ByLink)]
    [Parameter(ParameterSetName = ByPair)]
    public NetnsAddressFamily? AddressFamily { get; set; }

    /// <summary>Gives one boolean: whether every echo was answered.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Gives each outcome as it comes: until stopped, or -Count times.</summary>
    [Parameter]
    public SwitchParameter Repeat { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Interval < TimeSpan.Zero || Timeout <= TimeSpan.Zero)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException("-Interval cannot be negative, and -Timeout must be more than zero."),
                "EchoInvalidInput",
                ErrorCategory.InvalidArgument,
                Timeout <= TimeSpan.Zero ? Timeout : Interval));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ByPair:
                PingPeer(InputObject!.Left, () => Reader.Refresh(InputObject), InputObject);
                break;
            case ByLink when Destination is null:
                PingPeer(Link!, ReadWithPeer, Link!);
                break;
            case ByLink:
                PingAll(Link!.Reference, OwnAddress);
                break;
            case ByNamespace when Namespace is null && MyInvocation.ExpectingInput:
                Report(new NetworkException(FaultKind.InvalidInput, ObjectKind.Namespace, "What came down the pipeline is $null, no namespace to ping from."), null);
                break;
            default:
                PingAll(Namespace, static _ => null);
                break;
        }
    }

    private VethPair ReadWithPeer()
    {
        NetnsLink link = Reader.Refresh(Link!);
        return new VethPair(link, Peer(link));
    }

    private void PingPeer(NetnsLink from, Func<VethPair> read, object target)
    {
        _ = Attempt(target, () =>
        {
            VethPair pair = read();
            IPAddress destination = PingTarget.OfPeer(pair.Left, pair.Right, (AddressFamily?)AddressFamily);
            Ping(Pool.Open(from.Reference), destination, Source);
        });
    }

    private void PingAll(NamespaceReference? from, Func<IPAddress, IPAddress?> chooseSource)
    {
        if (Attempt(from, () => Pool.Open(from)) is not { } session)
        {
            return;
        }

        foreach (string text in Destination!)
        {
            _ = Attempt(text, () =>
            {
                IPAddress destination = PingTarget.Parse(session, text, ParameterSetName == ByLink ? Link!.InterfaceIndex : null);
                Ping(session, destination, Source ?? chooseSource(destination));
            });
        }
    }

    private void Ping(NamespaceSession session, IPAddress destination, IPAddress? source)
    {
        if (source is { IsIPv6LinkLocal: true, ScopeId: 0 })
        {
            // It is one of that very interface; bind(2) wants to be told.
            source = new IPAddress(source.GetAddressBytes(), destination.ScopeId);
        }

        EchoOptions options = new()
        {
            Destination = destination,
            Source = source,
            Count = Repeat && !MyInvocation.BoundParameters.ContainsKey(nameof(Count)) ? null : Count,
            Interval = Interval,
            Timeout = Timeout,
            PayloadSize = Size,
            TimeToLive = TimeToLive,
            DontFragment = DontFragment,
        };
        if (source is not null && source.AddressFamily != destination.AddressFamily)
        {
            throw new NetworkException(
                FaultKind.InvalidInput, ObjectKind.Address, $"The source {source} and the destination {destination} are of different families.");
        }

        WriteVerbose($"ping {destination} from {PlaceText.Of(session.Name)}.");
        using EchoSession echoes = new(session.Handle, options, StopSignal);
        List<NetnsPingReply> replies = [];
        BatchProgress progress = new(this, $"Ping {destination}");
        progress.Expect(Count);
        while (echoes.Next() is { } outcome)
        {
            NetnsPingReply reply = new(outcome, destination, session.Name, PingDiagnosis.Explain(session, options, outcome));
            if (Repeat)
            {
                WriteObject(reply);
                continue;
            }

            replies.Add(reply);
            progress.Advance();
        }

        progress.Complete();
        if (!Repeat)
        {
            NetnsPingResult result = new(session.Name, destination, echoes.Sent, echoes.Unexpected, [.. replies]);
            WriteObject(Quiet ? result.Success : result);
        }
    }

    private IPAddress? OwnAddress(IPAddress destination) => Reader.Refresh(Link!).Addresses
        .Where(own => own.IsUsable && own.Address.AddressFamily == destination.AddressFamily)
        .OrderByDescending(own => own.Source.Scope == AddressScope.Link == destination.IsIPv6LinkLocal)
        .Select(static own => own.Address)
        .FirstOrDefault();

    private NetnsLink Peer(NetnsLink link)
    {
        string place = PlaceText.Of(link.Namespace);
        if (link is not { Kind: "veth", PeerName: { } peerName })
        {
            throw new NetworkException(
                FaultKind.InvalidInput, ObjectKind.Link, $"Link '{link.Name}' in {place} is no end of a veth pair that can be seen: say what to ping with -Destination.");
        }

        // No name for the number: unknown to the run directory, or the current namespace.
        NamespaceSession session = link.PeerNamespace is { } name ? Pool.Open(new NamespaceReference(name)) : Pool.Current;
        // In an unnamed namespace it cannot be reached, and a link of its name here is another one.
        return session.Route.Links.Find(peerName) is { } peer && peer.Index == link.PeerIndex && peer.LinkIndex == link.InterfaceIndex
            ? Reader.Read(session, peer)
            : throw new NetworkException(
                FaultKind.NotFound,
                ObjectKind.Link,
                $"The peer '{peerName}' of link '{link.Name}' in {place} is in a namespace without a name: say what to ping with -Destination.");
    }
}

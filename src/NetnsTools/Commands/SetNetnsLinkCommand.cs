using System;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Labs;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Changes network interfaces: on and off, MTU, MAC address, name, namespace.</para>
/// <para type="description">All changes of one call are made, or none.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "NetnsLink", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(NetnsLink))]
public sealed class SetNetnsLinkCommand : LinkCommand
{
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Where a link that is given by name is now; the current namespace without it.</summary>
    [Parameter(ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? SourceNamespace { get; set; }

    /// <summary>The namespace that the link shall be in: it is moved there. As in ip link set … netns.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Switches it on, and returns when packets pass if the other end is on as well.</summary>
    [Parameter]
    public SwitchParameter Up { get; set; }

    /// <summary>Switches it off.</summary>
    [Parameter]
    public SwitchParameter Down { get; set; }

    /// <summary>Largest packet, in bytes.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Mtu { get; set; }

    /// <summary>Link-layer address.</summary>
    [Parameter]
    public MacAddress? MacAddress { get; set; }

    /// <summary>A new name, at most 15 bytes.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? NewName { get; set; }

    /// <summary>Free text; empty removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Alias { get; set; }

    /// <summary>Transmit queue length, in packets.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? QueueLength { get; set; }

    /// <summary>Group number; 0 is the default group.</summary>
    [Parameter]
    public uint? Group { get; set; }

    /// <summary>Whether it receives every frame.</summary>
    [Parameter]
    public bool? Promiscuous { get; set; }

    /// <summary>Whether it resolves addresses.</summary>
    [Parameter]
    public bool? Arp { get; set; }

    /// <summary>Gives the changed link.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override NamespaceReference? Place => SourceNamespace;

    private protected override string PlaceParameter => "-SourceNamespace";

    private LinkChange Change => new()
    {
        Name = NewName,
        Mtu = Mtu,
        MacAddress = MacAddress,
        Alias = Alias,
        QueueLength = QueueLength,
        Group = Group,
        Promiscuous = Promiscuous,
        Arp = Arp,
        Up = Up ? true : Down ? false : null,
    };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Up && Down)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException("-Up and -Down exclude each other."), "UpAndDown", ErrorCategory.InvalidArgument, null));
        }

        if (Change.IsEmpty && Namespace is null && !PassThru)
        {
            WriteWarning("Nothing is changed: say what shall be, -Up or -Mtu 1400, say.");
        }
    }

    private protected override void Process(NamespaceSession session, NetnsLink link, Link current, object target)
    {
        if (!Attempt(target, ValidateInput) || !ShouldProcess($"link '{current.Name}' in {PlaceText.Of(session.Name)}", Describe()))
        {
            return;
        }

        _ = Attempt(target, () =>
        {
            (NamespaceSession place, Link changed) = Apply(session, current);
            if (place == session)
            {
                // Whatever it is called now: the object is still about this link.
                link.Seen.Latest = changed;
            }

            if (Up)
            {
                changed = Settle(place, changed);
            }

            foreach (NetnsLab lab in OpenLabs.All)
            {
                lab.Follow(link, () => Reader.Read(place, changed));
            }

            if (PassThru)
            {
                WriteObject(Reader.Read(place, changed));
            }
        });
    }

    private Link Settle(NamespaceSession place, Link changed)
    {
        try
        {
            return LinkSettling.Settle(place.Route, changed, SettleTimeout, StopSignal);
        }
        catch (KernelException exception)
        {
            // It is changed: that is no error.
            WriteWarning($"Link '{changed.Name}' is on, but whether it can carry packets yet is not known. {exception.Message}");
            return changed;
        }
    }

    private (NamespaceSession Place, Link Link) Apply(NamespaceSession session, Link current)
    {
        NamespaceSession target = Namespace is null ? session : Pool.Open(Namespace);
        return target.Handle.Identity == session.Handle.Identity
            ? (session, LinkTransaction.Change(session.Route, current, Change))
            : (target, LinkTransaction.Move((session.Route, session.Handle), (target.Route, target.Handle), current, Change));
    }

    private void ValidateInput()
    {
        if (NewName is not null)
        {
            InterfaceName.Validate(NewName);
        }

        LinkInput.ValidateMac(MacAddress);
    }

    private string Describe()
    {
        string move = $"move to namespace '{Namespace}'";
        return Namespace is null ? "Change" : Change.IsEmpty ? $"M{move[1..]}" : $"Change and {move}";
    }
}

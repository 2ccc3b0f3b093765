using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using NetnsTools.Completers;
using NetnsTools.Linux;
using NetnsTools.Linux.Ports;
using NetnsTools.Linux.Sockets;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Waits until something listens on ports inside a namespace.</para>
/// <para type="description">Seen in the kernel's table of sockets; no connection is made. All ports share the time-out, and each that
/// comes is given at once. A port that does not come is an error, which says what is there instead.</para>
/// </summary>
// Else a process would be bound by its property Namespace alone.
[Cmdlet(VerbsLifecycle.Wait, "NetnsPort", DefaultParameterSetName = ByProcess)]
[OutputType(typeof(NetnsListener), typeof(bool), typeof(NetnsBackgroundProcess))]
public sealed class WaitNetnsPortCommand : NetnsCmdlet
{
    private const string ByNamespace = "ByNamespace";
    private const string ByProcess = "ByProcess";
    private const double MostSeconds = int.MaxValue;

    /// <summary>The namespace: a name, an object, pid:1234 or a path.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByNamespace)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>What Start-NetnsProcess gave: waits in its namespace, and no longer than it lives.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByProcess)]
    public NetnsBackgroundProcess? Process { get; set; }

    /// <summary>Ports, from 1 to 65535.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByProcess)]
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByNamespace)]
    public int[] Port { get; set; } = [];

    /// <summary>TCP, which must listen, or UDP, which must be bound and have no fixed peer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SocketProtocol Protocol { get; set; } = SocketProtocol.Tcp;

    /// <summary>Only what takes connections to this address counts: bound to it, or to all of its family.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AddressCompleter))]
    public AddressArgument? Address { get; set; }

    /// <summary>How many seconds at most, for all ports together; 0 looks once.</summary>
    [Parameter]
    [Alias("Timeout")]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Waits for the opposite: until nothing listens any more.</summary>
    [Parameter]
    public SwitchParameter Gone { get; set; }

    /// <summary>Gives one boolean: whether it came to that in time, for every port.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Gives the process rather than what listens.</summary>
    [Parameter(ParameterSetName = ByProcess)]
    public SwitchParameter PassThru { get; set; }

    private NamespaceReference? Place => Process is null ? Namespace : Process.Reference;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        int[] ports = [.. Port.Distinct().Where(port => Attempt(port, () => PortWaitOptions.ValidatePort(port)))];
        PortWaitOptions options = new() { Ports = ports, Protocol = Protocol, Gone = Gone, Ended = Process is null ? null : Process.DescribeEnd };
        if (ports.Length > 0
            && Attempt(Address, () => { options = options with { Address = ResolveAddress() }; })
            && Attempt(TimeoutSeconds, () => { options = options with { Timeout = ResolveTimeout() }; }))
        {
            _ = Attempt(Place, () => Wait(options));
        }
    }

    private void Wait(PortWaitOptions options)
    {
        NamespaceSession session = Pool.Open(Place);
        string list = string.Join(", ", options.Ports);
        WaitProgress progress = new(this, $"Wait for port {list} in {PlaceText.Of(session.Name)}", options.Timeout);
        WriteVerbose($"wait up to {options.Timeout.TotalSeconds} s for port {list} in {PlaceText.Of(session.Name)}.");
        List<NetworkException> failures = [];
        try
        {
            using PortWait wait = new(session.Handle, Store, options with { Pausing = progress.Report }, StopSignal);
            while (wait.Next() is { } outcome)
            {
                if (outcome.Failure is not null)
                {
                    failures.Add(outcome.Failure);
                }

                Give(session, outcome);
            }
        }
        finally
        {
            progress.Complete();
        }

        if (PassThru && failures.Count == 0 && !StopSignal.IsRaised)
        {
            WriteObject(Process);
        }

        if (Quiet && !StopSignal.IsRaised)
        {
            WriteObject(failures.Count == 0 && options.Ports.Count == Port.Distinct().Count());
        }
    }

    private void Give(NamespaceSession session, PortOutcome outcome)
    {
        if (Quiet)
        {
            return;
        }

        if (outcome.Failure is not null)
        {
            Report(outcome.Failure, outcome.Port);
        }
        else if (outcome.Socket is { } socket && !PassThru)
        {
            WriteObject(new NetnsListener(socket, session.Name, SocketHolders.Find(socket.Inode, session.Handle)));
        }
    }

    // A length behind it, as an interface's address has one, does not matter.
    private IPAddress? ResolveAddress() => Address is null
        ? null
        : AddressPrefix.TryParse(Address.Text, out AddressPrefix? prefix)
        ? prefix.Address
        : throw new NetworkException(
            FaultKind.InvalidInput, ObjectKind.Address, $"'{Address.Text}' is not an IP address; write 10.0.0.10 or fd00:1::10.");

    private TimeSpan ResolveTimeout() => TimeoutSeconds is >= 0 and <= MostSeconds
        ? TimeSpan.FromSeconds(TimeoutSeconds)
        : throw new NetworkException(
            FaultKind.InvalidInput, ObjectKind.Port, $"No port can be waited for {TimeoutSeconds} seconds. Give -TimeoutSeconds from 0 to {MostSeconds}.");
}

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using NetnsTools.Linux.Sockets;

namespace NetnsTools.Linux.Ports;

/// <summary>Why a wait came to nothing: what is there instead, looked up once when it is over.</summary>
internal sealed class PortDiagnosis(NamespaceHandle place, SocketTable table, PortWaitOptions options)
{
    private const int MostPorts = 8;

    private readonly Dictionary<SocketProtocol, IReadOnlyList<SocketEntry>> _open = [];

    /// <summary>The sentence for a port that was waited for in vain.</summary>
    public string TimedOut(int port)
    {
        string time = string.Create(CultureInfo.InvariantCulture, $"{options.Timeout.TotalSeconds:0.###} s");
        return options.Gone
            ? $"Something still {Verb(options.Protocol)} {Name(port)} after {time}: {Remaining(port)}."
            : $"Nothing {Verb(options.Protocol)} {Name(port)} after {time}: {Instead(port)}.";
    }

    /// <summary>The sentence for a port on which nothing will listen any more.</summary>
    public string Ended(int port, string reason) =>
        $"Nothing {Verb(options.Protocol)} {Name(port)}: {reason.TrimEnd('.')}.";

    private string Name(int port)
    {
        string address = options.Address is null ? string.Empty : $" of {options.Address}";
        return $"{Word(options.Protocol)} port {port}{address} in {PlaceText.Of(place.Label)}";
    }

    private string Remaining(int port)
    {
        SocketEntry? socket = PortWait.Choose(Open(options.Protocol), port, options.Address);
        if (socket is null)
        {
            return "it was there until just now";
        }

        int[] holders = SocketHolders.Find(socket.Inode, place);
        string who = holders.Length switch
        {
            0 => string.Empty,
            1 => $", process {holders[0]}",
            _ => $", processes {string.Join(", ", holders)}",
        };
        return $"at {AddressText(socket)}{who}";
    }

    private string Instead(int port)
    {
        if (PortWait.Choose(Open(options.Protocol), port, options.Address) is not null)
        {
            return "it came just now, too late";
        }

        SocketEntry[] elsewhere = [.. Open(options.Protocol).Where(socket => socket.LocalPort == port)];
        if (elsewhere.Length > 0)
        {
            return $"it is bound only to {string.Join(" and ", elsewhere.Select(AddressText).Distinct())}";
        }

        if (table.List(Closed(port)) is [{ } closed, ..])
        {
            return closed.Protocol == SocketProtocol.Tcp
                ? $"a socket is bound to the port at {AddressText(closed)} but does not listen"
                : $"the socket on the port is connected to {new IPEndPoint(closed.RemoteAddress, closed.RemotePort)} and takes nothing from others";
        }

        SocketProtocol other = options.Protocol == SocketProtocol.Tcp ? SocketProtocol.Udp : SocketProtocol.Tcp;
        return Open(other).Any(socket => socket.LocalPort == port)
            ? $"the port is there with {Word(other)}, but {Word(options.Protocol)} was asked for"
            : Others();
    }

    private SocketQuery Closed(int port) => new()
    {
        Protocol = options.Protocol,
        States = options.Protocol == SocketProtocol.Tcp ? SocketStates.Closed | SocketStates.BoundInactive : SocketStates.Established,
        LowestPort = port,
        HighestPort = port,
    };

    private string Others()
    {
        int[] ports = [.. Open(options.Protocol).Select(static socket => socket.LocalPort).Distinct().Order()];
        if (ports.Length > 0)
        {
            string more = ports.Length > MostPorts ? $" (and {ports.Length - MostPorts} more)" : string.Empty;
            return $"there {(ports.Length == 1 ? "is" : "are")} only {Word(options.Protocol)} port{(ports.Length == 1 ? string.Empty : "s")} {string.Join(", ", ports.Take(MostPorts))}{more}";
        }

        string nothing = $"nothing {Verb(options.Protocol)} any {Word(options.Protocol)} port there";
        return ProcessCensus.Take().Inside(place).Count == 0 ? $"{nothing}, and no process is seen to run in the namespace" : nothing;
    }

    private IReadOnlyList<SocketEntry> Open(SocketProtocol protocol)
    {
        if (!_open.TryGetValue(protocol, out IReadOnlyList<SocketEntry>? sockets))
        {
            sockets = [.. table.List(new SocketQuery { Protocol = protocol, States = SocketStates.Open }).Where(static socket => socket.IsOpen)];
            _open.Add(protocol, sockets);
        }

        return sockets;
    }

    private static string Verb(SocketProtocol protocol) => protocol == SocketProtocol.Tcp ? "listens on" : "is bound to";

    private static string Word(SocketProtocol protocol) => protocol == SocketProtocol.Tcp ? "TCP" : "UDP";

    private static string AddressText(SocketEntry socket) =>
        socket.LocalAddress.Equals(IPAddress.IPv6Any) && socket.IsIPv6Only == true ? ":: (IPv6 only)" : socket.LocalAddress.ToString();
}

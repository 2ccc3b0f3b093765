using System;
using System.Net;
using System.Text;

namespace NetnsTools.Linux.Packets;

/// <summary>tcpdump's words for IP headers, with the ports of what follows.</summary>
internal static class InternetSummary
{
    public static string Header(DecodedPacket packet, IPv4Layer four, PacketLayer? next)
    {
        if (four.FragmentOffset > 0)
        {
            return Invariant($"IP {four.Source} > {four.Destination}: ip-proto-{(int)four.Protocol}");
        }

        string ends = Ends(packet, four.Source, four.Destination, HasPorts(four.Protocol, next));
        return $"IP {ends}: {(next is null ? Rest(packet, four.Protocol) : string.Empty)}";
    }

    public static string Header(DecodedPacket packet, IPv6Layer six, PacketLayer? next)
    {
        bool hasPorts = HasPorts(six.Protocol, next);
        bool portsFirst = hasPorts && six.ExtensionHeaders.Count == 0;
        StringBuilder line = new($"IP6 {Ends(packet, six.Source, six.Destination, portsFirst)}: ");
        int length = six.PayloadLength;
        foreach (IPv6ExtensionHeader extension in six.ExtensionHeaders)
        {
            length -= extension.Data.Length;
            _ = line.Append(extension.Header switch
            {
                IPProtocol.Fragment => Invariant($"frag ({six.FragmentOffset}|{length}) "),
                IPProtocol.HopByHop => "HBH ",
                IPProtocol.DestinationOptions => "DSTOPT ",
                IPProtocol.Routing => "srcrt ",
                IPProtocol other => $"{PacketNames.OfProtocol(other)} ",
            });
        }

        if (six.FragmentOffset > 0)
        {
            return line.ToString().TrimEnd();
        }

        if (hasPorts && !portsFirst && packet.SourcePort is { } source)
        {
            _ = line.Append(Invariant($"{source} > {packet.DestinationPort}: "));
        }

        return line.Append(next is null ? Rest(packet, six.Protocol) : string.Empty).ToString();
    }

    // An address and a port as tcpdump joins them, in both families.
    private static string Ends(DecodedPacket packet, IPAddress source, IPAddress destination, bool withPorts) =>
        withPorts && packet.SourcePort is { } sourcePort
            ? Invariant($"{source}.{sourcePort} > {destination}.{packet.DestinationPort}")
            : $"{source} > {destination}";

    // The ports are those of the innermost header: of a packet in a packet, the outer one has none.
    private static bool HasPorts(IPProtocol protocol, PacketLayer? next) =>
        next is TcpLayer or UdpLayer || (next is null && protocol is IPProtocol.Tcp or IPProtocol.Udp or IPProtocol.Sctp);

    // What is not decoded further.
    private static string Rest(DecodedPacket packet, IPProtocol protocol) => protocol switch
    {
        IPProtocol.NoNextHeader => "no next header",
        _ when Enum.IsDefined(protocol) => Invariant($"{PacketNames.OfProtocol(protocol)}, length {packet.PayloadLength}"),
        _ => Invariant($" ip-proto-{(int)protocol} {packet.PayloadLength}"),
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

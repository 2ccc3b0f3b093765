using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>What of a filter each family of packets is asked for.</summary>
internal sealed class FilterPlan
{
    private static readonly byte[] Transports = [ProtocolTraits.Tcp, ProtocolTraits.Udp, ProtocolTraits.Sctp];

    private FilterPlan(CaptureFilter filter)
    {
        Ports = PortRange.Of(filter.Ports);
        AddressPrefix[] prefixesIPv4 = [.. filter.Addresses.Where(static one => one.Family == AddressFamily.InterNetwork)];
        AddressPrefix[] prefixesIPv6 = [.. filter.Addresses.Where(static one => one.Family == AddressFamily.InterNetworkV6)];
        bool isAnyAddress = filter.Addresses.Count == 0;
        if (isAnyAddress || prefixesIPv4.Length > 0)
        {
            IPv4 = Over(filter, CaptureProtocol.Ip, prefixesIPv4);
            bool hasArp = filter.Ports.Count == 0 && (filter.Protocols.Count == 0 || filter.Protocols.Contains(CaptureProtocol.Arp));
            Arp = hasArp ? new FamilyPlan(null, Needed(prefixesIPv4)) : null;
        }

        if (isAnyAddress || prefixesIPv6.Length > 0)
        {
            IPv6 = Over(filter, CaptureProtocol.Ip6, prefixesIPv6);
        }
    }

    /// <summary>What IPv4 packets must be; null where none will do.</summary>
    public FamilyPlan? IPv4 { get; }

    /// <summary>What IPv6 packets must be; null where none will do.</summary>
    public FamilyPlan? IPv6 { get; }

    /// <summary>What ARP packets must be; null where none will do.</summary>
    public FamilyPlan? Arp { get; }

    /// <summary>The ports, one of which a packet must have; none for any.</summary>
    public IReadOnlyList<PortRange> Ports { get; }

    /// <summary>The plan of a filter; null where packets need not be looked into at all.</summary>
    public static FilterPlan? Of(CaptureFilter filter) =>
        filter.Protocols.Count + filter.Addresses.Count + filter.Ports.Count > 0 ? new FilterPlan(filter) : null;

    private static FamilyPlan? Over(CaptureFilter filter, CaptureProtocol family, AddressPrefix[] prefixes)
    {
        byte[]? numbers = null;
        if (filter.Protocols.Count > 0 && !filter.Protocols.Contains(family))
        {
            numbers = [.. filter.Protocols.Where(one => Fits(one, family)).Select(static one => one.Number()!.Value).Distinct()];
        }

        if (filter.Ports.Count > 0)
        {
            numbers = numbers is null ? Transports : [.. numbers.Intersect(Transports)];
        }

        return numbers is { Length: 0 } ? null : new FamilyPlan(numbers, Needed(prefixes));
    }

    private static bool Fits(CaptureProtocol protocol, CaptureProtocol family) =>
        protocol.Number() is not null && (family == CaptureProtocol.Ip ? protocol.HasIPv4Addresses() : protocol.HasIPv6Addresses());

    // A prefix of no length holds all addresses.
    private static AddressPrefix[] Needed(AddressPrefix[] prefixes) =>
        prefixes.Any(static one => one.PrefixLength == 0) ? [] : [.. prefixes.Distinct().OrderBy(static one => one.PrefixLength)];
}

/// <summary>What packets of one family must be.</summary>
/// <param name="Protocols">One of these protocol numbers; null for any.</param>
/// <param name="Prefixes">From or to one of these, the shortest first; none for any.</param>
internal sealed record FamilyPlan(byte[]? Protocols, IReadOnlyList<AddressPrefix> Prefixes);

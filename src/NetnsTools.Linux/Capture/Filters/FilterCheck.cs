using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>Refuses filters that make no sense: what no packet could ever match is a mistake.</summary>
internal static class FilterCheck
{
    /// <summary>Looks at everything but the expression, which libpcap looks at.</summary>
    /// <exception cref="NetworkException">Says what is wrong, and what to leave out (<see cref="FaultKind.InvalidInput"/>).</exception>
    public static void Check(CaptureFilter filter)
    {
        foreach (CaptureProtocol protocol in filter.Protocols)
        {
            Ensure(Enum.IsDefined(protocol), $"'{protocol}' is no protocol that a capture can be limited to.");
        }

        Ensure(Enum.IsDefined(filter.Direction), $"'{filter.Direction}' is no direction of packets; give In, Out, or Unknown for both.");
        foreach (int port in filter.Ports)
        {
            Ensure(port is >= 1 and <= ushort.MaxValue, $"{port} is no port; give 1 to 65535.");
        }

        CheckPorts(filter);
        CheckAddresses(filter);
    }

    private static void CheckPorts(CaptureFilter filter)
    {
        CaptureProtocol[] misfits = [.. filter.Protocols.Where(static one => !one.CanHavePorts()).Distinct()];
        Ensure(
            filter.Ports.Count == 0 || misfits.Length == 0,
            $"No packet can match both the protocol and the ports: {Words(misfits)} has none. "
                + "Ports go with tcp, udp, sctp, ip and ip6; capture the others apart, or leave the ports out.");
    }

    private static void CheckAddresses(CaptureFilter filter)
    {
        bool hasIPv4 = filter.Addresses.Any(static one => one.Family == AddressFamily.InterNetwork);
        bool hasIPv6 = filter.Addresses.Any(static one => one.Family == AddressFamily.InterNetworkV6);
        CaptureProtocol[] misfits =
        [
            .. filter.Protocols.Where(one => !(hasIPv4 && one.HasIPv4Addresses()) && !(hasIPv6 && one.HasIPv6Addresses())).Distinct(),
        ];
        Ensure(
            filter.Addresses.Count == 0 || misfits.Length == 0,
            $"No packet can match both the protocol and the addresses: {Words(misfits)} has no IPv{(hasIPv6 ? 6 : 4)} addresses. "
                + $"Give an IPv{(hasIPv6 ? 4 : 6)} address too, or leave the protocol out.");
    }

    private static string Words(IEnumerable<CaptureProtocol> protocols) => string.Join(" or ", protocols.Select(static one => one.Word()));

    private static void Ensure(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Capture, otherwise);
        }
    }
}

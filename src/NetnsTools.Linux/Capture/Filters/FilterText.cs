using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>Filters in the words of tcpdump's filter language.</summary>
public static class FilterText
{
    /// <summary>The filter as one expression: <c>(icmp or arp) and host 10.0.0.20</c>; empty for one that takes everything.</summary>
    public static string Of(CaptureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        List<string> parts = [];
        Add(parts, filter.Protocols.Distinct().Select(static one => one.Word()));
        Add(parts, filter.Addresses.Select(Describe).Distinct());
        Add(parts, PortRange.Of(filter.Ports).Select(Describe));
        if (filter.Direction != PacketDirection.Unknown)
        {
            parts.Add(filter.Direction == PacketDirection.In ? "inbound" : "outbound");
        }

        if (!string.IsNullOrWhiteSpace(filter.Expression))
        {
            parts.Add(parts.Count == 0 ? filter.Expression : $"({filter.Expression})");
        }

        return string.Join(" and ", parts);
    }

    private static void Add(List<string> parts, IEnumerable<string> alternatives)
    {
        string[] words = [.. alternatives];
        if (words.Length > 0)
        {
            parts.Add(words.Length == 1 ? words[0] : $"({string.Join(" or ", words)})");
        }
    }

    private static string Describe(PortRange range) => range.First == range.Last ? $"port {range.First}" : $"portrange {range.First}-{range.Last}";

    private static string Describe(AddressPrefix prefix)
    {
        bool isWhole = prefix.PrefixLength == (prefix.Family == AddressFamily.InterNetwork ? 32 : 128);
        return isWhole ? $"host {Network(prefix)}" : $"net {Network(prefix)}/{prefix.PrefixLength}";
    }

    // Without the host's bits, which tcpdump refuses, and without a zone.
    private static IPAddress Network(AddressPrefix prefix)
    {
        byte[] bytes = prefix.Address.GetAddressBytes();
        for (int bit = prefix.PrefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit >> 3] &= (byte)~(0x80 >> (bit & 7));
        }

        return new IPAddress(bytes);
    }
}

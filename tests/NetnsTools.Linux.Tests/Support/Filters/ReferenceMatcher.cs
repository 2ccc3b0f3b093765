using System;
using System.Linq;
using System.Net;
using NetnsTools.Linux.Capture;

namespace NetnsTools.Linux.Tests.Support.Filters;

/// <summary>What filters mean, told a second time by taking packets apart.</summary>
internal static class ReferenceMatcher
{
    public static bool Matches(CaptureFilter filter, byte[] frame, PacketFacts facts)
    {
        bool isSent = facts.PacketType == 4;
        bool isRightWay = filter.Direction switch
        {
            PacketDirection.In => !isSent,
            PacketDirection.Out => isSent,
            _ => !(isSent && facts.HardwareType == 772),
        };
        if (!isRightWay || filter.Protocols.Count + filter.Addresses.Count + filter.Ports.Count == 0)
        {
            return isRightWay;
        }

        try
        {
            (int type, byte[] packet) = facts.HardwareType switch
            {
                1 or 772 => Untag(frame), // ARPHRD_ETHER, ARPHRD_LOOPBACK
                768 or 0xfffe => ((frame[0] >> 4) switch { 4 => 0x0800, 6 => 0x86dd, _ => 0 }, frame), // ARPHRD_TUNNEL, ARPHRD_NONE
                _ => (0, frame),
            };
            return type switch
            {
                0x0800 => MatchesIPv4(filter, packet),
                0x86dd => MatchesIPv6(filter, packet),
                0x0806 => MatchesArp(filter, packet),
                _ => false,
            };
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            // What is asked for is cut off.
            return false;
        }
    }

    private static (int Type, byte[] Packet) Untag(byte[] frame)
    {
        int offset = 12;
        for (int tags = 0; tags < 2 && Number(frame, offset) is 0x8100 or 0x88a8 or 0x9100; tags++)
        {
            offset += 4;
        }

        return (Number(frame, offset), frame[(offset + 2)..]);
    }

    private static bool MatchesArp(CaptureFilter filter, byte[] packet)
    {
        if (filter.Ports.Count > 0 || (filter.Protocols.Count > 0 && !filter.Protocols.Contains(CaptureProtocol.Arp)))
        {
            return false;
        }

        bool isAnyOfFamily = filter.Addresses.Any(static one => one.Address.GetAddressBytes().Length == 4 && one.PrefixLength == 0);
        return filter.Addresses.Count == 0 || isAnyOfFamily
            || (filter.Addresses.Any(static one => one.Address.GetAddressBytes().Length == 4)
                && packet[..6] is [0, 1, 8, 0, 6, 4]
                && MatchesAddresses(filter, packet, 14, 24, 4));
    }

    private static bool MatchesIPv4(CaptureFilter filter, byte[] packet) =>
        MatchesFamily(filter, packet, CaptureProtocol.Ip, 12, 16, 4, () =>
        {
            int length = (packet[0] & 0xf) * 4;
            return (packet[9], (Number(packet, 6) & 0x1fff) == 0 ? length : null);
        });

    private static bool MatchesIPv6(CaptureFilter filter, byte[] packet) =>
        MatchesFamily(filter, packet, CaptureProtocol.Ip6, 8, 24, 16, () =>
        {
            int type = packet[6];
            int offset = 40;
            for (int count = 0; count < 8; count++)
            {
                switch (type)
                {
                    case 0 or 43 or 60 or 135 or 139 or 140:
                        (type, offset) = (packet[offset], offset + ((packet[offset + 1] + 1) * 8));
                        break;
                    case 51:
                        (type, offset) = (packet[offset], offset + ((packet[offset + 1] + 2) * 4));
                        break;
                    case 44 when (Number(packet, offset + 2) & 0xfff8) != 0:
                        return (packet[offset], null);
                    case 44:
                        (type, offset) = (packet[offset], offset + 8);
                        break;
                    default:
                        return (type, offset);
                }
            }

            return (type, offset);
        });

    private static bool MatchesFamily(
        CaptureFilter filter, byte[] packet, CaptureProtocol family, int source, int destination, int length, Func<(int Type, int? Ports)> find)
    {
        if (filter.Addresses.Count > 0)
        {
            AddressPrefix[] prefixes = [.. filter.Addresses.Where(one => one.Address.GetAddressBytes().Length == length)];
            if (prefixes.Length == 0 || (!prefixes.Any(static one => one.PrefixLength == 0) && !MatchesAddresses(filter, packet, source, destination, length)))
            {
                return false;
            }
        }

        bool isAny = filter.Protocols.Count == 0 || filter.Protocols.Contains(family);
        if (isAny && filter.Ports.Count == 0)
        {
            return true;
        }

        (int type, int? ports) = find();
        CaptureProtocol? protocol = type switch
        {
            1 when length == 4 => CaptureProtocol.Icmp,
            2 when length == 4 => CaptureProtocol.Igmp,
            58 when length == 16 => CaptureProtocol.Icmp6,
            6 => CaptureProtocol.Tcp,
            17 => CaptureProtocol.Udp,
            132 => CaptureProtocol.Sctp,
            _ => null,
        };
        if (protocol is not { } known || !(isAny || filter.Protocols.Contains(known)))
        {
            return false;
        }

        return filter.Ports.Count == 0
            || (type is 6 or 17 or 132 && ports is { } offset
                && new[] { Number(packet, offset), Number(packet, offset + 2) }.Any(filter.Ports.Contains));
    }

    private static bool MatchesAddresses(CaptureFilter filter, byte[] packet, int source, int destination, int length)
    {
        IPAddress[] ends = [new IPAddress(packet[source..(source + length)]), new IPAddress(packet[destination..(destination + length)])];
        return filter.Addresses.Any(one => ends.Any(one.Contains));
    }

    private static int Number(byte[] bytes, int offset) => (bytes[offset] << 8) | bytes[offset + 1];
}

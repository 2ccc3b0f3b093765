using System;
using NetnsTools.Linux.Packets;
using PacketDotNet;

namespace NetnsTools.Packets;

/// <summary>IPv4 and IPv6 headers, and those that IPv6 puts between.</summary>
internal static class InternetDecoder
{
    private const int Addresses4 = 12; // ip_src, ip_dst
    private const int AddressLength4 = 4;
    private const int Addresses6 = 8; // ip6_src, ip6_dst
    private const int NextHeader6 = 6; // ip6_nxt
    private const int DontFragment = 2; // IP_DF, of three bits
    private const int MoreFragments = 1; // IP_MF
    private const int FragmentUnit = 8; // bytes

    /// <summary>A packet of either version, by its first four bits.</summary>
    public static void Decode(PacketBytes bytes, Dissection packet)
    {
        if (!packet.Has(bytes, 1, "IP header"))
        {
            return;
        }

        if (bytes.Span[0] >> 4 == 6)
        {
            Decode6(bytes, packet);
            return;
        }

        Decode4(bytes, packet);
    }

    public static void Decode4(PacketBytes bytes, Dissection packet)
    {
        if (!packet.Has(bytes, IPv4Layer.MinimumHeaderLength, "IPv4 header") || !IsVersion(4, bytes, packet))
        {
            return;
        }

        int headerLength = (bytes.Span[0] & 0xf) * sizeof(uint);
        int totalLength = bytes.Number16(2);
        if (headerLength < IPv4Layer.MinimumHeaderLength)
        {
            _ = packet.Stop(bytes, $"IPv4 header of {headerLength} bytes: {IPv4Layer.MinimumHeaderLength} at least");
            return;
        }

        // None where a device is to cut the packet up (TSO): it is as long as the frame.
        if (totalLength != 0 && totalLength < headerLength)
        {
            _ = packet.Stop(bytes, $"IPv4 packet of {totalLength} bytes: shorter than its header of {headerLength}");
            return;
        }

        if (!packet.Has(bytes, headerLength, "IPv4 header"))
        {
            return;
        }

        IPv4Packet header = new(bytes.Header(headerLength));
        IPv4Layer layer = new()
        {
            Source = header.SourceAddress,
            Destination = header.DestinationAddress,
            Protocol = (IPProtocol)header.Protocol,
            TimeToLive = header.TimeToLive,
            Identification = header.Id,
            DontFragment = (header.FragmentFlags & DontFragment) != 0,
            MoreFragments = (header.FragmentFlags & MoreFragments) != 0,
            FragmentOffset = header.FragmentOffset * FragmentUnit,
            TypeOfService = header.TypeOfService,
            HeaderLength = headerLength,
            TotalLength = totalLength,
            Options = bytes.Span[IPv4Layer.MinimumHeaderLength..headerLength].ToArray(),
            Checksum = header.Checksum,
            IsChecksumValid = InternetChecksum.Of(bytes.Span[..headerLength]) == 0,
        };
        packet.Add(layer);
        if (totalLength > bytes.Length)
        {
            packet.Note($"IPv4 packet of {totalLength} bytes: only {bytes.Length} are there");
        }

        PacketBytes body = (totalLength == 0 ? bytes : bytes.Take(totalLength)).Skip(headerLength);
        if (layer.FragmentOffset > 0)
        {
            _ = packet.Stop(body);
            return;
        }

        Span<byte> addresses = stackalloc byte[IPv4Layer.MinimumHeaderLength - Addresses4];
        bytes.Span[Addresses4..IPv4Layer.MinimumHeaderLength].CopyTo(addresses);
        SourceRoute.LastHop(layer.Options).CopyTo(addresses[AddressLength4..]);
        PseudoHeader pseudo = new(addresses, layer.Protocol, !layer.MoreFragments);
        Carried(layer.Protocol, body, pseudo, isVersion6: false, packet);
    }

    public static void Decode6(PacketBytes bytes, Dissection packet)
    {
        if (!packet.Has(bytes, IPv6Layer.HeaderLength, "IPv6 header") || !IsVersion(6, bytes, packet))
        {
            return;
        }

        // It would look for extension headers by itself, wherever they lead.
        PacketDotNet.Utils.ByteArraySegment copy = bytes.Header(IPv6Layer.HeaderLength);
        IPProtocol nextHeader = (IPProtocol)copy.Bytes[NextHeader6];
        copy.Bytes[NextHeader6] = (byte)IPProtocol.NoNextHeader;
        IPv6Packet header = new(copy);
        int length = IPv6Layer.HeaderLength + header.PayloadLength;
        if (length > bytes.Length)
        {
            packet.Note($"IPv6 packet of {length} bytes: only {bytes.Length} are there");
        }

        // A jumbogram has its length in an option.
        bool isJumbo = header.PayloadLength == 0 && nextHeader == IPProtocol.HopByHop;
        PacketBytes body = (isJumbo ? bytes : bytes.Take(length)).Skip(IPv6Layer.HeaderLength);
        ExtensionChain chain = new(nextHeader, body);
        bool isComplete = chain.Walk(packet);
        packet.Add(new IPv6Layer
        {
            Source = header.SourceAddress,
            Destination = header.DestinationAddress,
            NextHeader = nextHeader,
            Protocol = chain.Protocol,
            HopLimit = header.HopLimit,
            TrafficClass = header.TrafficClass,
            FlowLabel = header.FlowLabel,
            PayloadLength = header.PayloadLength,
            ExtensionHeaders = chain.Headers.ToArray(),
            MoreFragments = chain.MoreFragments,
            FragmentOffset = chain.FragmentOffset,
            Identification = chain.Identification,
        });
        if (isComplete)
        {
            PseudoHeader pseudo = new(bytes.Span[Addresses6..IPv6Layer.HeaderLength], chain.Protocol, !chain.ChangesPseudoHeader);
            Carried(chain.Protocol, chain.Rest, pseudo, isVersion6: true, packet);
        }
    }

    private static bool IsVersion(int version, PacketBytes bytes, Dissection packet) =>
        bytes.Span[0] >> 4 == version || packet.Stop(bytes, $"IPv{version} header of version {bytes.Span[0] >> 4}");

    private static void Carried(IPProtocol protocol, PacketBytes body, PseudoHeader pseudo, bool isVersion6, Dissection packet)
    {
        switch (protocol)
        {
            case IPProtocol.Tcp:
                TransportDecoder.Tcp(body, pseudo, packet);
                break;
            case IPProtocol.Udp:
                TransportDecoder.Udp(body, pseudo, packet);
                break;
            case IPProtocol.Sctp:
                TransportDecoder.Ports(body, packet);
                _ = packet.Stop(body);
                break;
            case IPProtocol.Icmp when !isVersion6:
                IcmpDecoder.Decode(body, pseudo, packet);
                break;
            case IPProtocol.IcmpV6 when isVersion6:
                IcmpV6Decoder.Decode(body, pseudo, packet);
                break;
            case IPProtocol.Igmp when !isVersion6:
                IgmpDecoder.Decode(body, packet);
                break;
            case IPProtocol.IPv4:
                Decode4(body, packet);
                break;
            case IPProtocol.IPv6:
                Decode6(body, packet);
                break;
            default:
                _ = packet.Stop(body);
                break;
        }
    }
}

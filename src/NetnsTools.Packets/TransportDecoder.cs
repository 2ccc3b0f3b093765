using System;
using System.Collections.Generic;
using NetnsTools.Linux.Packets;
using PacketDotNet;

namespace NetnsTools.Packets;

/// <summary>TCP and UDP headers.</summary>
internal static class TransportDecoder
{
    private const int PortsLength = 4;
    private const int DataOffset = 12; // th_off
    private const int UrgentPointer = 18; // th_urp
    private const int DatagramLength = 4; // uh_ulen
    private const int FlagsMask = 0x1ff;

    /// <summary>The ports, which are known even where the rest of the header is not.</summary>
    public static void Ports(PacketBytes bytes, Dissection packet)
    {
        if (bytes.Captured >= PortsLength)
        {
            packet.SourcePort = bytes.Number16(0);
            packet.DestinationPort = bytes.Number16(2);
        }
    }

    public static void Tcp(PacketBytes bytes, PseudoHeader pseudo, Dissection packet)
    {
        Ports(bytes, packet);
        if (!packet.Has(bytes, TcpLayer.MinimumHeaderLength, "TCP header"))
        {
            return;
        }

        int headerLength = (bytes.Span[DataOffset] >> 4) * sizeof(uint);
        if (headerLength < TcpLayer.MinimumHeaderLength)
        {
            _ = packet.Stop(bytes, $"TCP header of {headerLength} bytes: {TcpLayer.MinimumHeaderLength} at least");
            return;
        }

        if (!packet.Has(bytes, headerLength, "TCP header"))
        {
            return;
        }

        TcpPacket header = new(bytes.Header(headerLength));
        PacketBytes rest = bytes.Skip(headerLength);
        packet.Add(new TcpLayer
        {
            SourcePort = header.SourcePort,
            DestinationPort = header.DestinationPort,
            SequenceNumber = header.SequenceNumber,
            AcknowledgmentNumber = header.AcknowledgmentNumber,
            Flags = (TcpFlags)(header.Flags & FlagsMask),
            Window = header.WindowSize,
            HeaderLength = headerLength,
            PayloadLength = rest.Length,
            UrgentPointer = bytes.Number16(UrgentPointer), // PacketDotNet's has a sign
            Options = Options(bytes.Span[TcpLayer.MinimumHeaderLength..headerLength], packet),
            Checksum = header.Checksum,
            IsChecksumValid = packet.Frame.IsChecksumPending ? null : pseudo.Verify(bytes),
        });
        _ = packet.Stop(rest);
    }

    public static void Udp(PacketBytes bytes, PseudoHeader pseudo, Dissection packet)
    {
        Ports(bytes, packet);
        if (!packet.Has(bytes, UdpLayer.HeaderLength, "UDP header"))
        {
            return;
        }

        UdpPacket header = new(bytes.Header(UdpLayer.HeaderLength));
        int length = bytes.Number16(DatagramLength); // PacketDotNet's has a sign
        // A jumbogram's length does not fit.
        length = length == 0 && bytes.Length > ushort.MaxValue ? bytes.Length : length;
        if (length < UdpLayer.HeaderLength)
        {
            _ = packet.Stop(bytes, $"UDP datagram of {length} bytes: {UdpLayer.HeaderLength} at least");
            return;
        }

        if (length > bytes.Length && pseudo.IsWhole)
        {
            packet.Note($"UDP datagram of {length} bytes: only {bytes.Length} are there");
        }

        PacketBytes datagram = bytes.Take(length);
        packet.Add(new UdpLayer
        {
            SourcePort = header.SourcePort,
            DestinationPort = header.DestinationPort,
            Length = length,
            Checksum = header.Checksum,
            IsChecksumValid = header.Checksum == 0 || packet.Frame.IsChecksumPending || length > bytes.Length
                ? null
                : pseudo.Verify(datagram),
        });
        _ = packet.Stop(datagram.Skip(UdpLayer.HeaderLength));
    }

    // PacketDotNet's do not look at the urgent ones, have blocks of two bytes, and trust any length.
    private static TcpOption[] Options(ReadOnlySpan<byte> bytes, Dissection packet)
    {
        List<TcpOption> options = [];
        while (!bytes.IsEmpty)
        {
            TcpOptionKind kind = (TcpOptionKind)bytes[0];
            if (kind is TcpOptionKind.EndOfOptions or TcpOptionKind.NoOperation)
            {
                options.Add(new TcpOption { Kind = kind, Data = [] });
                bytes = kind == TcpOptionKind.EndOfOptions ? default : bytes[1..];
                continue;
            }

            int length = bytes.Length > 1 ? bytes[1] : 0;
            if (length < 2 || length > bytes.Length)
            {
                packet.Note($"TCP option {(int)kind} of {length} bytes: {bytes.Length} are there");
                break;
            }

            options.Add(new TcpOption { Kind = kind, Data = bytes[2..length].ToArray() });
            bytes = bytes[length..];
        }

        return [.. options];
    }
}

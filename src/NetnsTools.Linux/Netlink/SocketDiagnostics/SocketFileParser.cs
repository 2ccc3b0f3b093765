using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Sockets;

/// <summary>Lines of <c>/proc/net/tcp</c>, <c>tcp6</c>, <c>udp</c> and <c>udp6</c> to <see cref="SocketEntry"/>.</summary>
internal static class SocketFileParser
{
    private const int LocalColumn = 1; // local_address
    private const int RemoteColumn = 2; // rem_address
    private const int StateColumn = 3; // st
    private const int QueuesColumn = 4; // tx_queue:rx_queue
    private const int UserColumn = 7; // uid
    private const int InodeColumn = 9; // inode
    private const int WordDigits = 8;
    private const int PortDigits = 4;

    /// <exception cref="NetworkException">A line is not as the kernel writes it.</exception>
    public static IReadOnlyList<SocketEntry> Parse(TextReader reader, SocketProtocol protocol)
    {
        List<SocketEntry> sockets = [];
        _ = reader.ReadLine(); // column heads
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                sockets.Add(ParseLine(line, protocol));
            }
        }

        return sockets;
    }

    private static SocketEntry ParseLine(string line, SocketProtocol protocol)
    {
        string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length <= InodeColumn
            || !TryReadEnd(fields[LocalColumn], out IPAddress local, out int localPort)
            || !TryReadEnd(fields[RemoteColumn], out IPAddress remote, out int remotePort)
            || !byte.TryParse(fields[StateColumn], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte state)
            || !TryReadQueues(fields[QueuesColumn], out uint sending, out uint receiving)
            || !uint.TryParse(fields[UserColumn], NumberStyles.None, CultureInfo.InvariantCulture, out uint user)
            || !uint.TryParse(fields[InodeColumn], NumberStyles.None, CultureInfo.InvariantCulture, out uint inode))
        {
            throw new NetworkException(
                FaultKind.Protocol, ObjectKind.Socket, $"The kernel's list of sockets is malformed: a line that says '{line.Trim()}'.");
        }

        return new SocketEntry
        {
            Protocol = protocol,
            State = (SocketState)state,
            LocalAddress = local,
            LocalPort = localPort,
            RemoteAddress = remote,
            RemotePort = remotePort,
            UserId = user,
            Inode = inode,
            ReceiveQueue = receiving,
            SendQueue = sending,
        };
    }

    /// <summary><c>0100007F:1F90</c>: the address in words of the machine's own byte order, the port as a number.</summary>
    private static bool TryReadEnd(string text, out IPAddress address, out int port)
    {
        address = IPAddress.None;
        port = 0;
        int digits = text.IndexOf(':', StringComparison.Ordinal);
        if (digits is not (WordDigits or (4 * WordDigits))
            || text.Length != digits + 1 + PortDigits
            || !ushort.TryParse(text.AsSpan(digits + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort number))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[digits / 2];
        for (int word = 0; word < digits / WordDigits; word++)
        {
            if (!TryReadHex(text.AsSpan(word * WordDigits, WordDigits), out uint value))
            {
                return false;
            }

            MemoryMarshal.Write(bytes[(word * sizeof(uint))..], value);
        }

        address = new IPAddress(bytes);
        port = number;
        return true;
    }

    private static bool TryReadQueues(string text, out uint sending, out uint receiving)
    {
        sending = receiving = 0;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && TryReadHex(text.AsSpan(0, colon), out sending) && TryReadHex(text.AsSpan(colon + 1), out receiving);
    }

    private static bool TryReadHex(ReadOnlySpan<char> text, out uint value) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}

using System;
using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Sockets;

/// <summary>SOCK_DIAG_BY_FAMILY to <see cref="SocketEntry"/>.</summary>
internal static class SocketDecoder
{
    private const int LengthIPv4 = 4;

    /// <summary>Reads one socket; null for what is none of IP. The protocol is what was asked for: the answer does not say it.</summary>
    public static SocketEntry? Decode(NetlinkMessage message, SocketProtocol protocol)
    {
        if (message.Type != SocketDiagnostics.ByFamily)
        {
            return null;
        }

        SocketHeader header = message.ReadHeader<SocketHeader>(out ReadOnlySpan<byte> attributes);
        if (header.Family is not ((byte)LibC.AF_INET or (byte)LibC.AF_INET6))
        {
            return null;
        }

        SocketState state = (SocketState)header.State;
        SocketEntry socket = new()
        {
            Protocol = protocol,
            State = state,
            LocalAddress = ReadAddress(header.Id.LocalAddress, header),
            LocalPort = ReadPort(header.Id.LocalPort),
            RemoteAddress = ReadAddress(header.Id.RemoteAddress, header),
            RemotePort = ReadPort(header.Id.RemotePort),
            InterfaceIndex = header.Id.Interface == 0 ? null : (int)header.Id.Interface,
            UserId = header.UserId,
            Inode = header.Inode,
            Cookie = ((ulong)header.Id.CookieHigh << 32) | header.Id.CookieLow,
            ReceiveQueue = header.ReceiveQueue,
            SendQueue = state == SocketState.Listening ? 0 : header.SendQueue,
            Backlog = state == SocketState.Listening ? header.SendQueue : null,
        };
        while (NetlinkAttribute.TryTake(ref attributes, out NetlinkAttribute attribute))
        {
            if (attribute.Type == SocketDiagnostics.IPv6Only)
            {
                socket.IsIPv6Only = attribute.AsByte() != 0;
            }
        }

        return socket;
    }

    private static IPAddress ReadAddress(SocketAddressBytes address, in SocketHeader header)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes((ReadOnlySpan<uint>)address);
        if (header.Family == LibC.AF_INET)
        {
            return new IPAddress(bytes[..LengthIPv4]);
        }

        IPAddress result = new(bytes);
        if (result.IsIPv6LinkLocal)
        {
            result.ScopeId = header.Id.Interface;
        }

        return result;
    }

    private static int ReadPort(ushort networkOrder) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(networkOrder) : networkOrder;
}

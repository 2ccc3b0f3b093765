using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;
using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>What <c>ip monitor link</c> would print in a namespace. Events are queued before a request is acknowledged.</summary>
internal sealed class LinkMonitor : IDisposable
{
    private const uint LinkGroup = 1; // RTMGRP_LINK
    private const int SO_RCVBUFFORCE = 33;

    private readonly FileDescriptor _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];

    public LinkMonitor(NamespaceHandle target)
    {
        _socket = target.OpenNetlink();
        Assert.Equal(Errno.None, LibC.SetOption(_socket, LibC.SOL_SOCKET, SO_RCVBUFFORCE, 16 * 1024 * 1024));
        Span<byte> address = stackalloc byte[12]; // struct sockaddr_nl
        address.Clear();
        MemoryMarshal.Write(address, (ushort)LibC.AF_NETLINK);
        MemoryMarshal.Write(address[8..], LinkGroup);
        Assert.Equal(Errno.None, LibC.Bind(_socket, address));
    }

    /// <summary>The names in all events since the last call, in order.</summary>
    public List<string> Drain()
    {
        List<string> names = [];
        while (true)
        {
            Errno errno = LibC.ReceiveNow(_socket, _buffer, new byte[12], [], out int length, out _);
            if (errno == Errno.TryAgain)
            {
                return names;
            }

            Assert.Equal(Errno.None, errno);
            Read(_buffer.AsSpan(0, length), names);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static void Read(ReadOnlySpan<byte> datagram, List<string> names)
    {
        while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
        {
            _ = message.ReadHeader<LinkHeader>(out ReadOnlySpan<byte> attributes);
            while (NetlinkAttribute.TryTake(ref attributes, out NetlinkAttribute attribute))
            {
                if (attribute.Type == LinkAttribute.Name)
                {
                    names.Add(attribute.AsString());
                }
            }
        }
    }
}

using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Interop;
using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Sockets inside a namespace that listen, are bound, or are connected.</summary>
internal static partial class TestSockets
{
    private const int SOCK_STREAM = 1;
    private const int SOCK_DGRAM = 2;
    private const int IPV6_V6ONLY = 26;

    /// <summary>Listens on a TCP port; a backlog of null only binds.</summary>
    public static FileDescriptor Listen(this NamespaceHandle place, string address, int port, int? backlog = 5, bool only = false)
    {
        FileDescriptor socket = Open(place, address, SOCK_STREAM, only);
        Assert.Equal(Errno.None, LibC.Bind(socket, SocketAddress(address, port)));
        if (backlog is { } limit)
        {
            Assert.Equal(0, ListenRaw(socket, limit));
        }

        return socket;
    }

    /// <summary>Binds a UDP port.</summary>
    public static FileDescriptor Bind(this NamespaceHandle place, string address, int port, bool only = false)
    {
        FileDescriptor socket = Open(place, address, SOCK_DGRAM, only);
        Assert.Equal(Errno.None, LibC.Bind(socket, SocketAddress(address, port)));
        return socket;
    }

    /// <summary>Connects over TCP.</summary>
    public static FileDescriptor Connect(this NamespaceHandle place, string address, int port)
    {
        FileDescriptor socket = Open(place, address, SOCK_STREAM, only: false);
        Assert.Equal(Errno.None, LibC.Connect(socket, SocketAddress(address, port)));
        return socket;
    }

    public static byte[] SocketAddress(string address, int port)
    {
        byte[] bytes = InternetAddress.Encode(IPAddress.Parse(address));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)port); // sin_port, sin6_port
        return bytes;
    }

    private static FileDescriptor Open(NamespaceHandle place, string address, int type, bool only)
    {
        bool isIPv6 = IPAddress.Parse(address).AddressFamily == AddressFamily.InterNetworkV6;
        FileDescriptor socket = place.OpenSocket(
            isIPv6 ? LibC.AF_INET6 : LibC.AF_INET, type | LibC.SOCK_CLOEXEC, 0, ObjectKind.Socket, "open a socket");
        if (isIPv6)
        {
            Assert.Equal(Errno.None, LibC.SetOption(socket, LibC.IPPROTO_IPV6, IPV6_V6ONLY, only ? 1 : 0));
        }

        return socket;
    }

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ListenRaw(FileDescriptor fd, int backlog);
}

using System.Collections.Generic;
using System.IO;
using Microsoft.Win32.SafeHandles;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Sockets;

/// <summary>The same table from <c>/proc/net/tcp</c> and its like, where the kernel has no sock_diag.</summary>
/// <remarks>Such a file shows, for ever, the namespace of the thread that opened it; <see cref="NamespaceGate"/> opens it inside.</remarks>
internal sealed class SocketFiles(NamespaceHandle target)
{
    /// <summary>All sockets of a protocol and family; none where the kernel has no such file (IPv6 switched off).</summary>
    public IReadOnlyList<SocketEntry> List(SocketProtocol protocol, int family)
    {
        string name = (protocol == SocketProtocol.Tcp ? "tcp" : "udp") + (family == LibC.AF_INET6 ? "6" : string.Empty);
        FileDescriptor? descriptor = target.OpenFile($"/proc/thread-self/net/{name}", ObjectKind.Socket, $"read /proc/net/{name}");
        if (descriptor is null)
        {
            return [];
        }

        using SafeFileHandle handle = new(descriptor.Release(), ownsHandle: true);
        using FileStream stream = new(handle, FileAccess.Read);
        using StreamReader reader = new(stream);
        return SocketFileParser.Parse(reader, protocol);
    }
}

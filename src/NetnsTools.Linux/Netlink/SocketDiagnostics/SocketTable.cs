using System;
using System.Collections.Generic;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Sockets;

/// <summary>The TCP and UDP sockets of one namespace, read from the kernel. Nothing is connected to, nothing is counted.</summary>
/// <remarks>A kernel without sock_diag, or without its module for a protocol, is read through <c>/proc/net</c> instead.</remarks>
public sealed class SocketTable : IDisposable
{
    private static readonly int[] Families = [LibC.AF_INET, LibC.AF_INET6];

    private readonly NetlinkClient? _client;
    private readonly SocketFiles _files;
    private readonly string? _label;
    private readonly HashSet<SocketProtocol> _withoutModule = [];

    internal SocketTable(NetlinkClient? client, SocketFiles files, string? label)
    {
        _client = client;
        _files = files;
        _label = label;
    }

    /// <summary>Opens sock_diag inside a namespace. The calling thread is not switched.</summary>
    /// <param name="target">The namespace; it must stay open as long as this is used.</param>
    /// <exception cref="KernelException">Entering needs CAP_SYS_ADMIN.</exception>
    public static SocketTable Open(NamespaceHandle target)
    {
        ArgumentNullException.ThrowIfNull(target);
        NetlinkClient? client = null;
        try
        {
            client = new NetlinkClient(new NetlinkSocket(target.OpenNetlink(LibC.NETLINK_SOCK_DIAG)));
        }
        catch (KernelException exception) when (IsMissing(exception))
        {
            // The kernel was built without it.
        }

        return new SocketTable(client, new SocketFiles(target), target.Label);
    }

    /// <summary>The sockets that a query wants, IPv4 first.</summary>
    /// <exception cref="NetworkException">The kernel refused, or its answer is malformed.</exception>
    public IReadOnlyList<SocketEntry> List(SocketQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        Operation operation = new(ObjectKind.Socket, query.Protocol == SocketProtocol.Tcp ? "list TCP sockets" : "list UDP sockets", null, _label);
        List<SocketEntry> sockets = [];
        foreach (int family in Families)
        {
            sockets.AddRange(List(query, family, operation));
        }

        // Older kernels, and /proc, know nothing of some conditions.
        _ = sockets.RemoveAll(socket => !query.Wants(socket));
        return sockets;
    }

    /// <inheritdoc/>
    public void Dispose() => _client?.Dispose();

    private IReadOnlyList<SocketEntry> List(SocketQuery query, int family, in Operation operation)
    {
        if (_client is not null && !_withoutModule.Contains(query.Protocol))
        {
            try
            {
                return _client.Dump(SocketEncoder.Dump(query, family), operation, message => SocketDecoder.Decode(message, query.Protocol));
            }
            catch (KernelException exception) when (IsMissing(exception))
            {
                _ = _withoutModule.Add(query.Protocol);
            }
        }

        return _files.List(query.Protocol, family);
    }

    private static bool IsMissing(KernelException exception) =>
        exception.Errno is Errno.NoSuchFile or Errno.ProtocolNotSupported or Errno.NotSupported;
}

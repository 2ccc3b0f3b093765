using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>rtnetlink inside one namespace. Any thread may use it; the socket stays where it was opened.</summary>
public sealed class RouteConnection : IDisposable
{
    private readonly NetlinkClient _client;

    internal RouteConnection(NetlinkClient client, string? label)
    {
        _client = client;
        Namespace = label;
        Links = new LinkOperations(client, label);
        Addresses = new AddressOperations(client, label);
        Routes = new RouteOperations(client, label);
        NamespaceIds = new NamespaceIdOperations(client, label);
    }

    /// <summary>The namespace as the user knows it; null for the current one.</summary>
    public string? Namespace { get; }

    /// <summary>Interfaces.</summary>
    public LinkOperations Links { get; }

    /// <summary>IP addresses.</summary>
    public AddressOperations Addresses { get; }

    /// <summary>Routing tables.</summary>
    public RouteOperations Routes { get; }

    /// <summary>The numbers that this namespace has for other namespaces.</summary>
    public NamespaceIdOperations NamespaceIds { get; }

    /// <summary>Hears each request in words before it is sent.</summary>
    public Action<string>? Trace
    {
        get => _client.Trace;
        set => _client.Trace = value;
    }

    /// <summary>Opens rtnetlink inside a namespace. The calling thread is not switched.</summary>
    /// <exception cref="KernelException">Entering needs CAP_SYS_ADMIN.</exception>
    public static RouteConnection Open(NamespaceHandle target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Over(target, target.OpenNetlink());
    }

    /// <summary>The same in several namespaces, gone through on one way.</summary>
    /// <param name="targets">The namespaces.</param>
    /// <returns>What became of each, in their order. The caller disposes the connections.</returns>
    public static IReadOnlyList<RouteOpening> Open(IReadOnlyList<NamespaceHandle> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        (FileDescriptor Socket, Errno Errno)[] sockets = NamespaceHandle.OpenNetlink(targets);
        return [.. targets.Select((target, index) => Open(target, sockets[index].Socket, sockets[index].Errno))];
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Sends requests together: see <see cref="NetlinkClient.Run"/>.</summary>
    internal void Run(params ReadOnlySpan<NetlinkStep> steps) => _client.Run(steps);

    private static RouteConnection Over(NamespaceHandle target, FileDescriptor socket) =>
        new(new NetlinkClient(new NetlinkSocket(socket)), target.Label);

    private static RouteOpening Open(NamespaceHandle target, FileDescriptor socket, Errno errno)
    {
        try
        {
            return new RouteOpening(Over(target, target.Checked(socket, errno)), null);
        }
        catch (NetworkException exception)
        {
            return new RouteOpening(null, exception);
        }
    }
}

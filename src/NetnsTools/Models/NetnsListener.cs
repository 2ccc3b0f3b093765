using System.Net;
using NetnsTools.Linux.Sockets;

namespace NetnsTools;

/// <summary>What listens on a port inside a namespace: a TCP socket that takes connections, or a UDP socket that is bound.</summary>
public sealed class NetnsListener
{
    private readonly SocketEntry _source;

    internal NetnsListener(SocketEntry source, string? place, int[] processIds)
    {
        _source = source;
        Namespace = place;
        ProcessId = processIds;
    }

    /// <summary>The namespace's name; null for the current one.</summary>
    public string? Namespace { get; }

    /// <summary>TCP or UDP.</summary>
    public SocketProtocol Protocol => _source.Protocol;

    /// <summary>The address it is bound to; 0.0.0.0 or :: for all.</summary>
    public IPAddress Address => SortableAddress.Of(_source.LocalAddress)!;

    /// <summary>The same. Every array has a hidden method <c>Address</c>, so <c>(Wait-NetnsPort …).Address</c> finds that instead.</summary>
    public IPAddress IPAddress => Address;

    /// <summary>The port.</summary>
    public int Port => _source.LocalPort;

    /// <summary>Whether it is bound to :: and takes IPv4 as well.</summary>
    public bool IsDualStack => _source.IsDualStack;

    /// <summary>Index of the interface it is bound to; null for all.</summary>
    public int? InterfaceIndex => _source.InterfaceIndex;

    /// <summary>How many TCP connections may wait to be accepted; null for UDP, and where the kernel does not tell.</summary>
    public uint? Backlog => _source.Backlog;

    /// <summary>The user that made the socket.</summary>
    public uint UserId => _source.UserId;

    /// <summary>The socket's inode: the number in <c>socket:[12345]</c> below <c>/proc/PID/fd</c>.</summary>
    public uint Inode => _source.Inode;

    /// <summary>The processes that hold the socket, as far as they could be seen when it was found.</summary>
    public int[] ProcessId { get; }

    /// <summary><c>tcp 0.0.0.0:80</c>.</summary>
    public override string ToString() => _source.ToString();
}

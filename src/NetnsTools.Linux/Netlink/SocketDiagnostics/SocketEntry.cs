using System;
using System.Net;
using System.Net.Sockets;

namespace NetnsTools.Linux.Sockets;

/// <summary>A socket in the kernel's table, as <c>ss</c> prints it. A snapshot.</summary>
public sealed record SocketEntry
{
    /// <summary>TCP or UDP.</summary>
    public required SocketProtocol Protocol { get; init; }

    /// <summary>State.</summary>
    public required SocketState State { get; init; } // idiag_state

    /// <summary>The address it is bound to; the unspecified address for all. Link-local ones carry their interface.</summary>
    public required IPAddress LocalAddress { get; init; } // idiag_src

    /// <summary>The port it is bound to.</summary>
    public required int LocalPort { get; init; } // idiag_sport

    /// <summary>The peer's address; the unspecified address for none.</summary>
    public required IPAddress RemoteAddress { get; init; } // idiag_dst

    /// <summary>The peer's port; 0 for none.</summary>
    public required int RemotePort { get; init; } // idiag_dport

    /// <summary>The interface it is bound to; null for all, and where the kernel does not tell.</summary>
    public int? InterfaceIndex { get; init; } // idiag_if

    /// <summary>Who made it.</summary>
    public required uint UserId { get; init; } // idiag_uid

    /// <summary>Inode: the number in <c>socket:[12345]</c> below <c>/proc/PID/fd</c>. 0 for one without a process.</summary>
    public required uint Inode { get; init; } // idiag_inode

    /// <summary>A number that no other socket gets while the machine runs; null where the kernel does not tell.</summary>
    public ulong? Cookie { get; init; } // idiag_cookie

    /// <summary>Bytes that have come and were not read; for a listening one, connections that were not accepted.</summary>
    public required uint ReceiveQueue { get; init; } // idiag_rqueue

    /// <summary>Bytes that were sent and are not acknowledged.</summary>
    public required uint SendQueue { get; init; } // idiag_wqueue

    /// <summary>How many connections may wait to be accepted; null unless listening, and where the kernel does not tell.</summary>
    public uint? Backlog { get; init; } // idiag_wqueue of a listening socket

    /// <summary>Whether an IPv6 socket refuses IPv4; null for IPv4, and where the kernel does not tell.</summary>
    public bool? IsIPv6Only { get; internal set; } // INET_DIAG_SKV6ONLY

    /// <summary>Whether it waits for anyone: listening TCP, or UDP that is bound and has no fixed peer.</summary>
    public bool IsOpen => State == (Protocol == SocketProtocol.Tcp ? SocketState.Listening : SocketState.Closed);

    /// <summary>Whether it takes IPv4 and IPv6: bound to <c>::</c> without IPV6_V6ONLY, which <c>ss</c> shows as <c>*</c>.</summary>
    /// <remarks>Where the kernel does not tell, it is taken for one, since that is what IPv6 sockets are unless told otherwise.</remarks>
    public bool IsDualStack => LocalAddress.Equals(IPAddress.IPv6Any) && IsIPv6Only != true;

    /// <summary>Whether what is sent to an address of this namespace can reach it.</summary>
    /// <param name="address">The address: the very one, or any of the family where the socket is bound to all.</param>
    public bool Accepts(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        IPAddress wanted = Plain(address);
        IPAddress local = Plain(LocalAddress);
        if (wanted.AddressFamily != local.AddressFamily)
        {
            return wanted.AddressFamily == AddressFamily.InterNetwork && IsDualStack;
        }

        if (local.Equals(IPAddress.Any) || local.Equals(IPAddress.IPv6Any))
        {
            return true;
        }

        // fe80::1 without an interface means the address on any of them.
        return local.Equals(wanted)
            || (wanted.IsIPv6LinkLocal && wanted.ScopeId == 0 && new IPAddress(local.GetAddressBytes()).Equals(wanted));
    }

    /// <summary><c>tcp 0.0.0.0:80</c>.</summary>
    public override string ToString() => $"{(Protocol == SocketProtocol.Tcp ? "tcp" : "udp")} {new IPEndPoint(LocalAddress, LocalPort)}";

    // ::ffff:10.0.0.1 on an IPv6 socket is IPv4 on the wire.
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

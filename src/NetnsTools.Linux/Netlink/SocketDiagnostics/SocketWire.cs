using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Sockets;

/// <summary>Message types, attributes and filter instructions (<c>linux/sock_diag.h</c>, <c>linux/inet_diag.h</c>).</summary>
internal static class SocketDiagnostics
{
    public const ushort ByFamily = 20; // SOCK_DIAG_BY_FAMILY
    public const ushort RequestFilter = 1; // INET_DIAG_REQ_BYTECODE
    public const ushort IPv6Only = 11; // INET_DIAG_SKV6ONLY
    public const byte LocalPortAtLeast = 2; // INET_DIAG_BC_S_GE
    public const byte LocalPortAtMost = 3; // INET_DIAG_BC_S_LE
}

/// <summary>The header of a request.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketRequestHeader // struct inet_diag_req_v2
{
    public byte Family; // sdiag_family
    public byte Protocol; // sdiag_protocol
    public byte Extensions; // idiag_ext
    public byte Padding; // pad
    public uint States; // idiag_states
    public SocketId Id; // id
}

/// <summary>The header of an answer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketHeader // struct inet_diag_msg
{
    public byte Family; // idiag_family
    public byte State; // idiag_state
    public byte Timer; // idiag_timer
    public byte Retransmissions; // idiag_retrans
    public SocketId Id; // id
    public uint Expires; // idiag_expires
    public uint ReceiveQueue; // idiag_rqueue
    public uint SendQueue; // idiag_wqueue
    public uint UserId; // idiag_uid
    public uint Inode; // idiag_inode
}

/// <summary>Both ends of a socket. Ports and addresses are in network order; IPv4 fills the first four bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketId // struct inet_diag_sockid
{
    public ushort LocalPort; // idiag_sport
    public ushort RemotePort; // idiag_dport
    public SocketAddressBytes LocalAddress; // idiag_src
    public SocketAddressBytes RemoteAddress; // idiag_dst
    public uint Interface; // idiag_if
    public uint CookieLow; // idiag_cookie[0]
    public uint CookieHigh; // idiag_cookie[1]
}

/// <summary>Four words, aligned as such.</summary>
[InlineArray(4)]
internal struct SocketAddressBytes // __be32[4]
{
    public uint Word;
}

/// <summary>One instruction of a filter.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketFilterStep // struct inet_diag_bc_op
{
    public byte Code; // code
    public byte Yes; // yes: bytes to the next instruction where it holds
    public ushort No; // no: the same where it does not; the port where this stands in a condition's second half
}

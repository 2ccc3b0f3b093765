using System;

namespace NetnsTools.Linux.Sockets;

/// <summary>A set of states to ask for: one bit per <see cref="SocketState"/> (TCPF_*).</summary>
[Flags]
public enum SocketStates : uint
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>See <see cref="SocketState.Established"/>.</summary>
    Established = 1 << SocketState.Established,
    /// <summary>See <see cref="SocketState.SynSent"/>.</summary>
    SynSent = 1 << SocketState.SynSent,
    /// <summary>See <see cref="SocketState.SynReceived"/>.</summary>
    SynReceived = 1 << SocketState.SynReceived,
    /// <summary>See <see cref="SocketState.FinWait1"/>.</summary>
    FinWait1 = 1 << SocketState.FinWait1,
    /// <summary>See <see cref="SocketState.FinWait2"/>.</summary>
    FinWait2 = 1 << SocketState.FinWait2,
    /// <summary>See <see cref="SocketState.TimeWait"/>.</summary>
    TimeWait = 1 << SocketState.TimeWait,
    /// <summary>See <see cref="SocketState.Closed"/>.</summary>
    Closed = 1 << SocketState.Closed,
    /// <summary>See <see cref="SocketState.CloseWait"/>.</summary>
    CloseWait = 1 << SocketState.CloseWait,
    /// <summary>See <see cref="SocketState.LastAck"/>.</summary>
    LastAck = 1 << SocketState.LastAck,
    /// <summary>See <see cref="SocketState.Listening"/>.</summary>
    Listening = 1 << SocketState.Listening,
    /// <summary>See <see cref="SocketState.Closing"/>.</summary>
    Closing = 1 << SocketState.Closing,
    /// <summary>TCP: bound and not listening (Linux 6.8 and later; older kernels do not show such sockets).</summary>
    BoundInactive = 1 << 13, // TCPF_BOUND_INACTIVE; such a socket comes as "closed"
    /// <summary>What waits for a peer: listening TCP, bound UDP. What <c>ss -l</c> asks for.</summary>
    Open = Listening | Closed,
    /// <summary>What <c>ss -a</c> asks for: all that every kernel knows.</summary>
    All = Established | SynSent | SynReceived | FinWait1 | FinWait2 | TimeWait | Closed | CloseWait | LastAck | Listening | Closing,
}

namespace NetnsTools.Linux.Sockets;

/// <summary>A socket's state (<c>net/tcp_states.h</c>). UDP knows <see cref="Established"/> and <see cref="Closed"/> only.</summary>
public enum SocketState : byte
{
    /// <summary>Connected; a UDP socket with a fixed peer too.</summary>
    Established = 1, // TCP_ESTABLISHED
    /// <summary>A connection was asked for.</summary>
    SynSent = 2, // TCP_SYN_SENT
    /// <summary>A connection was asked for by the peer.</summary>
    SynReceived = 3, // TCP_SYN_RECV
    /// <summary>Closed here, not yet confirmed.</summary>
    FinWait1 = 4, // TCP_FIN_WAIT1
    /// <summary>Closed here, confirmed; the peer may still send.</summary>
    FinWait2 = 5, // TCP_FIN_WAIT2
    /// <summary>Over; late packets are still caught.</summary>
    TimeWait = 6, // TCP_TIME_WAIT
    /// <summary>Not connected: UDP, bound to a port; TCP, bound and not listening.</summary>
    Closed = 7, // TCP_CLOSE
    /// <summary>The peer has closed.</summary>
    CloseWait = 8, // TCP_CLOSE_WAIT
    /// <summary>Both have closed; the last confirmation is awaited.</summary>
    LastAck = 9, // TCP_LAST_ACK
    /// <summary>Takes connections.</summary>
    Listening = 10, // TCP_LISTEN
    /// <summary>Both have closed at the same time.</summary>
    Closing = 11, // TCP_CLOSING
}

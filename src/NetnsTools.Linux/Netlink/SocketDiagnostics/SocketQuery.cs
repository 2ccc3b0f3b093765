namespace NetnsTools.Linux.Sockets;

/// <summary>Which sockets to show. What is left out costs next to nothing: the kernel does the choosing.</summary>
public sealed record SocketQuery
{
    /// <summary>The lowest port there is.</summary>
    public const int MinimumPort = 0;

    /// <summary>The highest port there is.</summary>
    public const int MaximumPort = 65535;

    /// <summary>TCP or UDP.</summary>
    public SocketProtocol Protocol { get; init; } = SocketProtocol.Tcp;

    /// <summary>In these states.</summary>
    public SocketStates States { get; init; } = SocketStates.All;

    /// <summary>From this local port.</summary>
    public int LowestPort { get; init; } = MinimumPort;

    /// <summary>To this local port.</summary>
    public int HighestPort { get; init; } = MaximumPort;

    internal bool HasPortRange => LowestPort > MinimumPort || HighestPort < MaximumPort;

    internal bool Wants(SocketEntry socket) =>
        socket.LocalPort >= LowestPort && socket.LocalPort <= HighestPort && (StateOf(socket) & States) != 0;

    private static SocketStates StateOf(SocketEntry socket) => socket is { Protocol: SocketProtocol.Tcp, State: SocketState.Closed }
        ? SocketStates.Closed | SocketStates.BoundInactive
        : (SocketStates)(1u << ((int)socket.State & 31));
}

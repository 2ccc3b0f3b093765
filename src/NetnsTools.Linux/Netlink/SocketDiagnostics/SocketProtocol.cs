namespace NetnsTools.Linux.Sockets;

/// <summary>A transport protocol with ports (IPPROTO_*).</summary>
public enum SocketProtocol : byte
{
    /// <summary>TCP.</summary>
    Tcp = 6, // IPPROTO_TCP
    /// <summary>UDP.</summary>
    Udp = 17, // IPPROTO_UDP
}

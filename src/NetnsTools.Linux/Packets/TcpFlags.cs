using System;

namespace NetnsTools.Linux.Packets;

/// <summary>The flags of a TCP header (TH_*).</summary>
[Flags]
public enum TcpFlags
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>No more data from here.</summary>
    Fin = 0x01,
    /// <summary>Opens a connection.</summary>
    Syn = 0x02,
    /// <summary>Breaks it off.</summary>
    Rst = 0x04,
    /// <summary>Data for the reader at once.</summary>
    Psh = 0x08,
    /// <summary>The acknowledgment number counts.</summary>
    Ack = 0x10,
    /// <summary>The urgent pointer counts.</summary>
    Urg = 0x20,
    /// <summary>Congestion was met (ECN echo).</summary>
    Ece = 0x40,
    /// <summary>The congestion window was reduced.</summary>
    Cwr = 0x80,
    /// <summary>Accurate ECN, before that the nonce sum.</summary>
    Ae = 0x100,
}

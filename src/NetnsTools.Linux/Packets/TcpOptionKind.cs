namespace NetnsTools.Linux.Packets;

/// <summary>Which option of a TCP header (TCPOPT_*). Any other number from 0 to 255 may occur.</summary>
public enum TcpOptionKind
{
    /// <summary>No more options.</summary>
    EndOfOptions = 0,
    /// <summary>Fills up.</summary>
    NoOperation = 1,
    /// <summary>Largest segment.</summary>
    MaximumSegmentSize = 2,
    /// <summary>Window scale.</summary>
    WindowScale = 3,
    /// <summary>Selective acknowledgments may be sent.</summary>
    SackPermitted = 4,
    /// <summary>Selective acknowledgments.</summary>
    Sack = 5,
    /// <summary>Timestamps.</summary>
    Timestamps = 8,
    /// <summary>MD5 signature.</summary>
    Md5Signature = 19,
    /// <summary>User timeout.</summary>
    UserTimeout = 28,
    /// <summary>Authentication (TCP-AO).</summary>
    Authentication = 29,
    /// <summary>Multipath TCP.</summary>
    Multipath = 30,
    /// <summary>Fast Open.</summary>
    FastOpen = 34,
}

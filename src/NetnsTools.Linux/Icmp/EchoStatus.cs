namespace NetnsTools.Linux.Icmp;

/// <summary>What became of one ICMP echo.</summary>
public enum EchoStatus
{
    /// <summary>The reply came.</summary>
    Success,
    /// <summary>Nothing came in time.</summary>
    TimedOut,
    /// <summary>No route: here, or as a router says.</summary>
    NetworkUnreachable,
    /// <summary>The last hop does not answer address resolution.</summary>
    HostUnreachable,
    /// <summary>A router or the target refuses it for another reason.</summary>
    Unreachable,
    /// <summary>A filter refuses it.</summary>
    Prohibited,
    /// <summary>Larger than a link on the way takes, and not to be fragmented.</summary>
    PacketTooBig,
    /// <summary>It passed as many routers as it was allowed to.</summary>
    TimeToLiveExceeded,
    /// <summary>The kernel did not send it.</summary>
    SendFailed,
}

namespace NetnsTools.Linux;

/// <summary>The kind of kernel object that an operation was about.</summary>
public enum ObjectKind
{
    /// <summary>A network namespace, or the file that names it.</summary>
    Namespace,
    /// <summary>A network interface.</summary>
    Link,
    /// <summary>An IP address of an interface.</summary>
    Address,
    /// <summary>An entry of a routing table.</summary>
    Route,
    /// <summary>A socket, or an exchange over one.</summary>
    Socket,
    /// <summary>An ICMP echo.</summary>
    Echo,
    /// <summary>A process, or the processes of a namespace.</summary>
    Process,
    /// <summary>A program that is started inside a namespace.</summary>
    Program,
    /// <summary>A port that something listens on.</summary>
    Port,
    /// <summary>A PowerShell that lives inside a namespace.</summary>
    Session,
    /// <summary>A capture of packets, or the filter of one.</summary>
    Capture,
    /// <summary>A file of captured packets.</summary>
    CaptureFile,
    /// <summary>A lab: namespaces and what is made in them, for a time.</summary>
    Lab,
}

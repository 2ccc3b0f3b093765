namespace NetnsTools.Linux;

/// <summary>Linux error numbers that rtnetlink, namespaces and sockets answer with (<c>asm-generic/errno.h</c>).</summary>
public enum Errno
{
    /// <summary>No error.</summary>
    None = 0,
    /// <summary>EPERM: a capability is missing.</summary>
    PermissionDenied = 1,
    /// <summary>ENOENT: no such file.</summary>
    NoSuchFile = 2,
    /// <summary>ESRCH: no such process, or it has ended.</summary>
    NoSuchProcess = 3,
    /// <summary>EINTR: a signal arrived first.</summary>
    Interrupted = 4,
    /// <summary>ENXIO: nobody is at the other end.</summary>
    NoSuchAddress = 6,
    /// <summary>EAGAIN: nothing there yet.</summary>
    TryAgain = 11,
    /// <summary>ENOMEM: the kernel has no memory for it.</summary>
    OutOfMemory = 12,
    /// <summary>EACCES: the file mode forbids it.</summary>
    AccessDenied = 13,
    /// <summary>EBUSY: in use.</summary>
    Busy = 16,
    /// <summary>EEXIST: the name is taken.</summary>
    Exists = 17,
    /// <summary>ENODEV: no such device.</summary>
    NoSuchDevice = 19,
    /// <summary>ENOTDIR: a path component is not a directory.</summary>
    NotDirectory = 20,
    /// <summary>EISDIR: it is a directory.</summary>
    IsFolder = 21,
    /// <summary>EINVAL: the kernel refuses the argument.</summary>
    InvalidArgument = 22,
    /// <summary>ENFILE: no more files in the system.</summary>
    SystemFileLimit = 23,
    /// <summary>EMFILE: no more file descriptors in this process.</summary>
    ProcessFileLimit = 24,
    /// <summary>ENOTTY: the file does not know the request.</summary>
    NotATerminal = 25,
    /// <summary>ENOSPC: no room.</summary>
    NoSpace = 28,
    /// <summary>EROFS: a read-only file system.</summary>
    ReadOnlyFileSystem = 30,
    /// <summary>ERANGE: out of range.</summary>
    OutOfRange = 34,
    /// <summary>ENOSYS: the kernel does not have the call.</summary>
    NotImplemented = 38,
    /// <summary>ELOOP: too many symbolic links, or one where none is followed.</summary>
    SymbolicLink = 40,
    /// <summary>EMSGSIZE: longer than the path allows.</summary>
    MessageTooLong = 90,
    /// <summary>EPROTONOSUPPORT: the protocol is not compiled in.</summary>
    ProtocolNotSupported = 93,
    /// <summary>EOPNOTSUPP: the kernel or the device does not do this.</summary>
    NotSupported = 95,
    /// <summary>EAFNOSUPPORT: the address family is switched off.</summary>
    AddressFamilyNotSupported = 97,
    /// <summary>EADDRINUSE: the address is taken.</summary>
    AddressInUse = 98,
    /// <summary>EADDRNOTAVAIL: no such local address, or one not usable yet.</summary>
    AddressNotAvailable = 99,
    /// <summary>ENETDOWN: the interface is down.</summary>
    NetworkDown = 100,
    /// <summary>ENETUNREACH: no route.</summary>
    NetworkUnreachable = 101,
    /// <summary>ENOBUFS: the kernel ran out of buffers.</summary>
    NoBuffers = 105,
    /// <summary>ENOTCONN: the other end is missing.</summary>
    NotConnected = 107,
    /// <summary>EHOSTUNREACH: the next hop does not answer.</summary>
    HostUnreachable = 113,
    /// <summary>ECANCELED: it was not tried.</summary>
    Canceled = 125,
}

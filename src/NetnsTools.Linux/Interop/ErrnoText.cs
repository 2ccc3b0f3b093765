using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>Error numbers in words.</summary>
internal static class ErrnoText
{
    /// <summary>The C library's sentence and the symbolic name: <c>File exists (EEXIST)</c>.</summary>
    public static string Describe(Errno errno)
    {
        string sentence = Marshal.GetPInvokeErrorMessage((int)errno);
        return Symbol(errno) is { } symbol ? $"{sentence} ({symbol})" : $"{sentence} (errno {(int)errno})";
    }

    private static string? Symbol(Errno errno) => errno switch
    {
        Errno.PermissionDenied => "EPERM",
        Errno.NoSuchFile => "ENOENT",
        Errno.NoSuchProcess => "ESRCH",
        Errno.Interrupted => "EINTR",
        Errno.TryAgain => "EAGAIN",
        Errno.OutOfMemory => "ENOMEM",
        Errno.AccessDenied => "EACCES",
        Errno.Busy => "EBUSY",
        Errno.Exists => "EEXIST",
        Errno.NoSuchDevice => "ENODEV",
        Errno.NotDirectory => "ENOTDIR",
        Errno.InvalidArgument => "EINVAL",
        Errno.SystemFileLimit => "ENFILE",
        Errno.ProcessFileLimit => "EMFILE",
        Errno.NoSpace => "ENOSPC",
        Errno.ReadOnlyFileSystem => "EROFS",
        Errno.OutOfRange => "ERANGE",
        Errno.NotImplemented => "ENOSYS",
        Errno.SymbolicLink => "ELOOP",
        Errno.MessageTooLong => "EMSGSIZE",
        Errno.ProtocolNotSupported => "EPROTONOSUPPORT",
        Errno.NotSupported => "EOPNOTSUPP",
        Errno.AddressFamilyNotSupported => "EAFNOSUPPORT",
        Errno.AddressInUse => "EADDRINUSE",
        Errno.AddressNotAvailable => "EADDRNOTAVAIL",
        Errno.NetworkDown => "ENETDOWN",
        Errno.NetworkUnreachable => "ENETUNREACH",
        Errno.NoBuffers => "ENOBUFS",
        Errno.NotConnected => "ENOTCONN",
        Errno.HostUnreachable => "EHOSTUNREACH",
        Errno.Canceled => "ECANCELED",
        _ => null,
    };
}

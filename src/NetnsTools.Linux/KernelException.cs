using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>The kernel refused an operation. Says which, on what, where, why, and what to do.</summary>
public sealed class KernelException : NetworkException
{
    internal KernelException(Operation operation, Errno errno, string? kernelMessage = null, int? attributeOffset = null)
        : base(FaultOf(errno), operation.Subject, Compose(operation, errno, kernelMessage), null, operation.ObjectName)
    {
        Operation = operation.Verb;
        Namespace = operation.Namespace;
        Errno = errno;
        KernelMessage = kernelMessage;
        AttributeOffset = attributeOffset;
    }

    /// <summary>What was tried: <c>create veth pair</c>.</summary>
    public string Operation { get; }

    /// <summary>The namespace it was tried in, as the user knows it; null for the current one.</summary>
    public string? Namespace { get; }

    /// <summary>The kernel's error number.</summary>
    public Errno Errno { get; }

    /// <summary>The kernel's own sentence from the extended acknowledgement (NLMSGERR_ATTR_MSG), if it gave one.</summary>
    public string? KernelMessage { get; }

    /// <summary>Byte offset of the refused attribute in the request (NLMSGERR_ATTR_OFFS), if it gave one.</summary>
    public int? AttributeOffset { get; }

    private static string Compose(Operation operation, Errno errno, string? kernelMessage)
    {
        string reason = ErrnoText.Describe(errno);
        if (!string.IsNullOrEmpty(kernelMessage))
        {
            reason = $"{kernelMessage.TrimEnd('.')}: {reason}";
        }

        string sentence = $"Cannot {operation.Describe()}: {reason}.";
        return Advice(errno, operation) is { } advice ? $"{sentence} {advice}" : sentence;
    }

    private static string? Advice(Errno errno, in Operation operation) => (errno, operation.Subject) switch
    {
        (Errno.PermissionDenied or Errno.AccessDenied, ObjectKind.Namespace) => Needs(
            "root, or CAP_SYS_ADMIN and CAP_NET_ADMIN", "CAP_SYS_ADMIN", "CAP_NET_ADMIN"),
        (Errno.PermissionDenied or Errno.AccessDenied, ObjectKind.Echo or ObjectKind.Capture) => Needs(
            "root or CAP_NET_RAW, and CAP_SYS_ADMIN to enter another namespace", "CAP_NET_RAW", "CAP_SYS_ADMIN"),
        (Errno.PermissionDenied or Errno.AccessDenied, ObjectKind.Process) => Needs("root or CAP_KILL", "CAP_KILL"),
        (Errno.PermissionDenied or Errno.AccessDenied, _) => Needs(
            "root or CAP_NET_ADMIN, and CAP_SYS_ADMIN to enter another namespace", "CAP_NET_ADMIN", "CAP_SYS_ADMIN"),
        (Errno.NoSuchDevice, ObjectKind.Link) when operation.ObjectName is not null =>
            "No link there has that name: each namespace has its own, and case counts.",
        (Errno.InvalidArgument, _) => operation.Bounds,
        (Errno.NotSupported, ObjectKind.Link) => "The kernel or this kind of link does not support it.",
        (Errno.OutOfMemory or Errno.NoBuffers, ObjectKind.Capture) => "Ask for a smaller buffer.",
        (Errno.ProcessFileLimit, _) => "Raise the limit of open files (ulimit -n).",
        (Errno.ReadOnlyFileSystem, _) => "Mount the run directory writable.",
        _ => null,
    };

    private static string Needs(string what, params string[] capabilities) => Capabilities.Missing(capabilities) switch
    {
        null => $"It needs {what}.",
        [] => $"It needs {what}, which this process has: a container or a security module forbids it.",
        string[] missing => $"It needs {what}; this process lacks {string.Join(" and ", missing)}.",
    };

    private static FaultKind FaultOf(Errno errno) => errno switch
    {
        Errno.PermissionDenied or Errno.AccessDenied => FaultKind.PermissionDenied,
        Errno.Exists or Errno.AddressInUse => FaultKind.AlreadyExists,
        Errno.NoSuchFile or Errno.NoSuchProcess or Errno.NoSuchDevice or Errno.AddressNotAvailable => FaultKind.NotFound,
        Errno.InvalidArgument or Errno.OutOfRange => FaultKind.InvalidInput,
        Errno.Busy or Errno.TryAgain => FaultKind.Busy,
        Errno.NotSupported or Errno.NotImplemented or Errno.ProtocolNotSupported or Errno.AddressFamilyNotSupported =>
            FaultKind.NotSupported,
        _ => FaultKind.Failed,
    };
}

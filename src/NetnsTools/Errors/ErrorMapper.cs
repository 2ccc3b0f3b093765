using System.Management.Automation;
using NetnsTools.Linux;
using NetnsTools.Parameters;

namespace NetnsTools.Errors;

/// <summary>The one place where the library's exceptions become error records.</summary>
/// <remarks>The id is the kind of object and what went wrong: <c>NamespaceAlreadyExists</c>, <c>LinkNotFound</c>. Ids are stable.</remarks>
internal static class ErrorMapper
{
    public static ErrorRecord ToErrorRecord(NetworkException exception, object? target) =>
        new(exception, $"{exception.Subject}{exception.Fault}", Category(exception.Fault), Plain(target));

    // The user gave text; the parameter types around it are ours.
    private static object? Plain(object? target) => target switch
    {
        NamespaceReference reference => reference.Text,
        AddressArgument address => address.Text,
        _ => target,
    };

    private static ErrorCategory Category(FaultKind fault) => fault switch
    {
        FaultKind.InvalidInput => ErrorCategory.InvalidArgument,
        FaultKind.NotFound => ErrorCategory.ObjectNotFound,
        FaultKind.AlreadyExists => ErrorCategory.ResourceExists,
        FaultKind.PermissionDenied => ErrorCategory.PermissionDenied,
        FaultKind.Busy => ErrorCategory.ResourceBusy,
        FaultKind.NotSupported => ErrorCategory.NotImplemented,
        FaultKind.Stale => ErrorCategory.InvalidData,
        FaultKind.Replaced => ErrorCategory.ObjectNotFound,
        FaultKind.TimedOut => ErrorCategory.OperationTimeout,
        FaultKind.Protocol => ErrorCategory.ProtocolError,
        _ => ErrorCategory.InvalidOperation,
    };
}

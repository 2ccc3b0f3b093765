using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>An owned file descriptor, closed exactly once.</summary>
internal sealed class FileDescriptor : SafeHandle
{
    public FileDescriptor(int descriptor)
        : base(invalidHandleValue: -1, ownsHandle: true) => SetHandle(descriptor);

    public override bool IsInvalid => handle < 0;

    /// <summary>Gives the descriptor away: whoever takes it closes it.</summary>
    public nint Release()
    {
        nint descriptor = handle;
        SetHandleAsInvalid();
        return descriptor;
    }

    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;
}

using System.Runtime.InteropServices;

namespace NetnsTools.Linux;

/// <summary>The C library's entry points for a stay elsewhere, bound once: nothing may be compiled or bound during it.</summary>
internal readonly unsafe struct GateFunctions
{
    /// <summary>All of them, bound when first asked for.</summary>
    public static readonly GateFunctions Bound =
        new(NativeLibrary.Load("libc", typeof(GateFunctions).Assembly, DllImportSearchPath.SafeDirectories));

    public readonly delegate* unmanaged<int, int, int> SetNamespace;
    public readonly delegate* unmanaged<int, int> Unshare;
    public readonly delegate* unmanaged<byte*, byte*, byte*, ulong, void*, int> Mount;
    public readonly delegate* unmanaged<byte*, int, int> Unmount;
    public readonly delegate* unmanaged<byte*, int, int> Open;
    public readonly delegate* unmanaged<int, int> ChangeDirectory;
    public readonly delegate* unmanaged<byte*, int> ChangeRoot;
    public readonly delegate* unmanaged<int, int, int, int> Socket;
    public readonly delegate* unmanaged<int*> ErrnoLocation;

    private GateFunctions(nint library)
    {
        SetNamespace = (delegate* unmanaged<int, int, int>)NativeLibrary.GetExport(library, "setns");
        Unshare = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "unshare");
        Mount = (delegate* unmanaged<byte*, byte*, byte*, ulong, void*, int>)NativeLibrary.GetExport(library, "mount");
        Unmount = (delegate* unmanaged<byte*, int, int>)NativeLibrary.GetExport(library, "umount2");
        Open = (delegate* unmanaged<byte*, int, int>)NativeLibrary.GetExport(library, "open");
        ChangeDirectory = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "fchdir");
        ChangeRoot = (delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(library, "chroot");
        Socket = (delegate* unmanaged<int, int, int, int>)NativeLibrary.GetExport(library, "socket");
        ErrnoLocation = (delegate* unmanaged<int*>)NativeLibrary.GetExport(library, "__errno_location");
    }
}

using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>Device control.</summary>
internal static partial class LibC
{
    public const int CLONE_NEWNS = 0x00020000;
    public const int CLONE_NEWNET = 0x40000000;
    private const ulong NS_GET_NSTYPE = 0xb703;
    private const ulong NS_GET_ID = 0x8008b70d;

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int fd, ulong request);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Control(int fd, ulong request, ulong* value);

    /// <summary>A namespace's number that is never given again; 0 on kernels before 6.18.</summary>
    public static unsafe ulong NamespaceUniqueId(int fd, out Errno errno)
    {
        ulong id = 0;
        bool isKnown = !SystemCallFaults.Strikes("ioctl") && Control(fd, NS_GET_ID, &id) == 0;
        // An older kernel knows no such request.
        errno = isKnown || LastError() is Errno.NotATerminal or Errno.InvalidArgument ? Errno.None : LastError();
        return isKnown ? id : 0;
    }

    /// <summary>The CLONE_NEW* number of the namespace that a descriptor refers to; 0 where it refers to none.</summary>
    public static int NamespaceType(int fd, out Errno errno)
    {
        int type = SystemCallFaults.Strikes("ioctl") ? -1 : Control(fd, NS_GET_NSTYPE);
        errno = type < 0 ? LastError() : Errno.None;
        // Files in /proc that are no namespaces know no such request.
        errno = errno == Errno.NotATerminal ? Errno.None : errno;
        return int.Max(type, 0);
    }
}

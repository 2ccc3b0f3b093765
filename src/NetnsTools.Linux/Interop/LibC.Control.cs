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
    public static unsafe ulong NamespaceUniqueId(int fd)
    {
        ulong id;
        return Control(fd, NS_GET_ID, &id) == 0 ? id : 0;
    }

    /// <summary>The CLONE_NEW* number of the namespace that a descriptor refers to; negative on error.</summary>
    public static int NamespaceType(int fd) => Control(fd, NS_GET_NSTYPE);
}

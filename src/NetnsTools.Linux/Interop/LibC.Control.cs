using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>Device control.</summary>
internal static partial class LibC
{
    public const int CLONE_NEWNET = 0x40000000;
    private const ulong NS_GET_NSTYPE = 0xb703;

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int fd, ulong request);

    /// <summary>The CLONE_NEW* number of the namespace that a descriptor refers to; negative on error.</summary>
    public static int NamespaceType(int fd) => Control(fd, NS_GET_NSTYPE);
}

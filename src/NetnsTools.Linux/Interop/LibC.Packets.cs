using System;
using System.Runtime.InteropServices;
using System.Text;

namespace NetnsTools.Linux.Interop;

/// <summary>Packet sockets: what they need beyond other sockets.</summary>
internal static unsafe partial class LibC
{
    public const int AF_PACKET = 17;
    public const int SOL_PACKET = 263;
    public const int SO_ERROR = 4;
    public const int SO_ATTACH_FILTER = 26;
    public const int PACKET_ADD_MEMBERSHIP = 1;
    public const int PACKET_RX_RING = 5;
    public const int PACKET_STATISTICS = 6;
    public const int PACKET_VERSION = 10;
    private const int PROT_READ = 1;
    private const int PROT_WRITE = 2;
    private const int MAP_SHARED = 1;
    private const ulong SIOCGIFNAME = 0x8910;
    private const int IFNAMSIZ = 16;
    private const int InterfaceRequestSize = 40; // sizeof(struct ifreq) on 64 bits

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapRaw(nint address, nuint length, int protection, int flags, int fd, nint offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    private static partial int UnmapRaw(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetSocketOptionRaw(FileDescriptor fd, int level, int name, byte* value, uint* length);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int InterfaceControl(FileDescriptor fd, ulong request, byte* value);

    /// <summary>Maps a socket's ring, shared with the kernel, for reading and writing; null on error.</summary>
    public static byte* MapShared(int fd, int length, out Errno errno)
    {
        nint address = SystemCallFaults.Strikes("mmap") ? -1 : MapRaw(0, (nuint)length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        errno = address == -1 ? LastError() : Errno.None;
        return address == -1 ? null : (byte*)address;
    }

    public static bool UnmapShared(nint address, int length) => UnmapRaw(address, (nuint)length) == 0;

    public static Errno GetOption(FileDescriptor fd, int level, int name, Span<byte> value)
    {
        uint length = (uint)value.Length;
        fixed (byte* pointer = value)
        {
            return !SystemCallFaults.Strikes("getsockopt") && GetSocketOptionRaw(fd, level, name, pointer, &length) == 0 ? Errno.None : LastError();
        }
    }

    /// <summary>The name of an interface in the socket's own namespace; null when it is gone.</summary>
    public static string? InterfaceNameOf(FileDescriptor fd, int index)
    {
        byte* request = stackalloc byte[InterfaceRequestSize];
        new Span<byte>(request, InterfaceRequestSize).Clear();
        *(int*)(request + IFNAMSIZ) = index; // ifr_ifindex
        if (SystemCallFaults.Strikes("ioctl") || InterfaceControl(fd, SIOCGIFNAME, request) != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> name = new(request, IFNAMSIZ);
        int end = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
    }
}

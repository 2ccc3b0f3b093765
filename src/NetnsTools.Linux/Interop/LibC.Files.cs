using System;
using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>The C library, one concern per file. Here: files, locks and mounts.</summary>
internal static unsafe partial class LibC
{
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_EXCL = 0x80;
    public const int O_NONBLOCK = 0x800;
    public const int O_CLOEXEC = 0x80000;
    public const int X_OK = 1;
    public const int LOCK_EX = 2;
    public const int O_PATH = 0x200000;
    public const ulong MS_RDONLY = 1;
    public const ulong MS_BIND = 0x1000;
    public const ulong MS_REC = 0x4000;
    public const ulong MS_SLAVE = 1 << 19;
    public const ulong MS_SHARED = 1 << 20;
    public const int MNT_DETACH = 2;
    public const int UMOUNT_NOFOLLOW = 8;
    public const uint NSFS_MAGIC = 0x6e736673;
    public const uint PROC_SUPER_MAGIC = 0x9fa0;

    private const string Library = "libc";
    private const nint SYS_open_tree = 428;
    private const uint OPEN_TREE_CLONE = 1;
    private const int AT_SYMLINK_FOLLOW = 0x400;
    private const int LongestNamespaceLink = 64;
    private const uint STATX_TYPE = 1;
    private const int FileTypeMask = 0xf000; // S_IFMT
    private const int RegularFile = 0x8000; // S_IFREG
    private const int Pipe = 0x1000; // S_IFIFO
    private const int Folder = 0x4000; // S_IFDIR
    private const int AT_FDCWD = -100;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const int AT_EMPTY_PATH = 0x1000;
    private const uint STATX_MODE = 2;
    private const uint STATX_NLINK = 4;
    private const uint STATX_UID = 8;
    private const uint STATX_GID = 0x10;
    private const uint STATX_INO = 0x100;

    /// <summary>No symbolic link is followed.</summary>
    public static readonly int O_NOFOLLOW = IsArm ? 0x8000 : 0x20000;

    /// <summary>A file without a name; includes O_DIRECTORY.</summary>
    public static readonly int O_TMPFILE = 0x400000 | (IsArm ? 0x4000 : 0x10000);

    // Whose numbers for these two are others.
    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenRaw(string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAtRaw(FileDescriptor folder, string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkAt(int fromFolder, string from, int toFolder, string to, int flags);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenTreeRaw(nint number, nint folder, string path, nint flags);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fd);

    [LibraryImport(Library, EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnlinkRaw(string path);

    [LibraryImport(Library, EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AccessRaw(string path, int mode);

    [LibraryImport(Library, EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectoryRaw(string path, uint mode);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadRaw(FileDescriptor fd, byte* data, nuint size);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteRaw(FileDescriptor fd, byte* data, nuint size);

    [LibraryImport(Library, EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    private static partial int FileLockRaw(FileDescriptor fd, int operation);

    [LibraryImport(Library, EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MountRaw(string source, string target, string fileSystemType, ulong flags, nint data);

    [LibraryImport(Library, EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnmountRaw(string target, int flags);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatXRaw(int directory, string path, int flags, uint mask, StatX* buffer);

    [LibraryImport(Library, EntryPoint = "fstatfs", SetLastError = true)]
    private static partial int FileSystemStatRaw(int fd, FileSystemStat* buffer);

    [LibraryImport(Library, EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLinkRaw(string path, byte* buffer, nuint size);

    public static int Unlink(string path) => SystemCallFaults.Strikes("unlink") ? -1 : UnlinkRaw(path);

    public static int Access(string path, int mode) => SystemCallFaults.Strikes("access") ? -1 : AccessRaw(path, mode);

    public static int MakeDirectory(string path, uint mode) => SystemCallFaults.Strikes("mkdir") ? -1 : MakeDirectoryRaw(path, mode);

    public static int FileLock(FileDescriptor fd, int operation) => SystemCallFaults.Strikes("flock") ? -1 : FileLockRaw(fd, operation);

    public static int Mount(string source, string target, string fileSystemType, ulong flags, nint data) =>
        SystemCallFaults.Strikes("mount") ? -1 : MountRaw(source, target, fileSystemType, flags, data);

    public static int Unmount(string target, int flags) => SystemCallFaults.Strikes("umount2") ? -1 : UnmountRaw(target, flags);

    /// <summary>Opens a file close-on-exec, retrying what a signal interrupted.</summary>
    public static FileDescriptor Open(string path, int flags, out Errno errno, uint mode = 0)
    {
        int fd;
        do
        {
            fd = SystemCallFaults.Strikes("open") ? -1 : OpenRaw(path, flags | O_CLOEXEC, mode);
            errno = fd < 0 ? LastError() : Errno.None;
        }
        while (errno == Errno.Interrupted);
        return new FileDescriptor(fd);
    }

    /// <summary>Opens what is in an open folder, close-on-exec.</summary>
    public static FileDescriptor OpenAt(FileDescriptor folder, string name, int flags, out Errno errno)
    {
        int fd = SystemCallFaults.Strikes("openat") ? -1 : OpenAtRaw(folder, name, flags | O_CLOEXEC, 0);
        errno = fd < 0 ? LastError() : Errno.None;
        return new FileDescriptor(fd);
    }

    /// <summary>A folder as it is without what is mounted in it: a mount of its own that nobody else sees, gone when it is closed.</summary>
    public static FileDescriptor CopyTree(string path, out Errno errno)
    {
        nint fd = SystemCallFaults.Strikes("open_tree") ? -1 : OpenTreeRaw(SYS_open_tree, AT_FDCWD, path, (nint)(OPEN_TREE_CLONE | O_CLOEXEC));
        errno = fd < 0 ? LastError() : Errno.None;
        return new FileDescriptor((int)fd);
    }

    /// <summary>Gives a file one more name; a symbolic link is followed, so that <c>/proc/self/fd/N</c> names an open file.</summary>
    public static Errno Link(string from, string to) =>
        !SystemCallFaults.Strikes("linkat") && LinkAt(AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW) == 0 ? Errno.None : LastError();

    /// <summary>Device and inode of an open file: statx, whose layout is the same on every architecture.</summary>
    public static Errno Identify(int fd, out ulong device, out ulong inode) =>
        Identify(fd, string.Empty, AT_EMPTY_PATH, out device, out inode);

    /// <summary>The inode that the link to a namespace names: <c>net:[4026532177]</c>.</summary>
    public static Errno ReadNamespaceLink(string path, out ulong inode)
    {
        byte* text = stackalloc byte[LongestNamespaceLink];
        nint length = SystemCallFaults.Strikes("readlink") ? -1 : ReadLinkRaw(path, text, LongestNamespaceLink);
        inode = 0;
        if (length < 0)
        {
            return LastError();
        }

        ReadOnlySpan<byte> link = new(text, (int)length);
        int start = link.IndexOf("["u8) + 1;
        return start > 0 && Utf8Parser.TryParse(link[start..], out inode, out _) ? Errno.None : Errno.InvalidArgument;
    }

    /// <summary>Device and inode of what a path leads to.</summary>
    public static Errno Identify(string path, out ulong device, out ulong inode) =>
        Identify(AT_FDCWD, path, 0, out device, out inode);

    private static Errno Identify(int directory, string path, int flags, out ulong device, out ulong inode)
    {
        StatX stat = default;
        if (StatXOf(directory, path, flags, STATX_INO, &stat) != 0)
        {
            device = inode = 0;
            return LastError();
        }

        // glibc's makedev: what stat(1) and iproute2 print.
        device = (stat.DeviceMinor & 0xff) | ((stat.DeviceMajor & 0xfff) << 8)
            | ((ulong)(stat.DeviceMinor & ~0xffu) << 12) | ((ulong)(stat.DeviceMajor & ~0xfffu) << 32);
        inode = stat.Inode;
        return Errno.None;
    }

    /// <summary>Whether anything has this path, be it a symbolic link that leads nowhere.</summary>
    public static bool Exists(string path)
    {
        StatX stat = default;
        return StatXOf(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, 0, &stat) == 0 || LastError() is not (Errno.NoSuchFile or Errno.NotDirectory);
    }

    /// <summary>Who may do what with a file (the lower bits of its mode); 0 where there is none.</summary>
    public static uint AccessBits(string path)
    {
        StatX stat = default;
        return StatXOf(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_MODE, &stat) == 0 ? stat.Mode & ~(uint)FileTypeMask : 0;
    }

    /// <summary>How many hard links a file or folder has; 0 where there is none.</summary>
    public static uint CountLinks(string path)
    {
        StatX stat = default;
        return StatXOf(AT_FDCWD, path, 0, STATX_NLINK, &stat) == 0 ? stat.Links : 0;
    }

    /// <summary>Whether a path leads to something that is no regular file: a folder, a device, a pipe. False where nothing is there.</summary>
    public static bool IsSpecialFile(string path) => TypeOf(path) is not (0 or RegularFile);

    /// <summary>Whether a path leads to what is no place but goes somewhere: a pipe, a device, a socket.</summary>
    public static bool IsPipeOrDevice(string path) => TypeOf(path) is not (0 or RegularFile or Folder);

    /// <summary>Whether a path leads to a pipe.</summary>
    public static bool IsPipe(string path) => TypeOf(path) == Pipe;

    private static int StatXOf(int directory, string path, int flags, uint mask, StatX* buffer) =>
        SystemCallFaults.Strikes("statx") ? -1 : StatXRaw(directory, path, flags, mask, buffer);

    private static int TypeOf(string path)
    {
        StatX stat = default;
        return StatXOf(AT_FDCWD, path, 0, STATX_TYPE, &stat) == 0 ? stat.Mode & FileTypeMask : 0;
    }

    /// <summary>Reads what is there; 0 at the end.</summary>
    public static int Read(FileDescriptor fd, Span<byte> buffer, out Errno errno)
    {
        fixed (byte* pointer = buffer)
        {
            nint read = SystemCallFaults.Strikes("read") ? -1 : ReadRaw(fd, pointer, (nuint)buffer.Length);
            errno = read < 0 ? LastError() : Errno.None;
            return (int)read;
        }
    }

    /// <summary>Writes as much as there is room for.</summary>
    public static int Write(FileDescriptor fd, ReadOnlySpan<byte> buffer, out Errno errno)
    {
        fixed (byte* pointer = buffer)
        {
            nint written = SystemCallFaults.Strikes("write") ? -1 : WriteRaw(fd, pointer, (nuint)buffer.Length);
            errno = written < 0 ? LastError() : Errno.None;
            return (int)written;
        }
    }

    /// <summary>Gives one file to the owner of another, as far as the caller may.</summary>
    public static void CopyOwner(string from, string to)
    {
        StatX stat = default;
        if (StatXOf(AT_FDCWD, from, 0, STATX_UID | STATX_GID, &stat) == 0)
        {
            _ = ChangeOwner(to, stat.User, stat.Group);
        }
    }

    /// <summary>The magic number of the file system that an open file lives in (statfs.f_type).</summary>
    public static uint FileSystemMagic(int fd, out Errno errno)
    {
        FileSystemStat stat = default;
        errno = !SystemCallFaults.Strikes("fstatfs") && FileSystemStatRaw(fd, &stat) == 0 ? Errno.None : LastError();
        return (uint)stat.Type;
    }

    /// <summary>The error of the last call on this thread.</summary>
    public static Errno LastError() => (Errno)Marshal.GetLastPInvokeError();

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatX
    {
        [FieldOffset(16)] public uint Links; // stx_nlink
        [FieldOffset(20)] public uint User; // stx_uid
        [FieldOffset(24)] public uint Group; // stx_gid
        [FieldOffset(28)] public ushort Mode; // stx_mode
        [FieldOffset(32)] public ulong Inode; // stx_ino
        [FieldOffset(136)] public uint DeviceMajor; // stx_dev_major
        [FieldOffset(140)] public uint DeviceMinor; // stx_dev_minor
    }

    // Larger than any architecture's statfs; f_type is the first word on all 64-bit ones.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileSystemStat
    {
        [FieldOffset(0)] public long Type; // f_type
    }
}

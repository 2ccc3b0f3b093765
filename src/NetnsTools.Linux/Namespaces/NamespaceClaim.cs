using System;
using System.Globalization;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>A name that is ours: its file, on which a namespace is to be mounted, with the record of who makes it.</summary>
internal sealed class NamespaceClaim : IDisposable
{
    private readonly FileDescriptor _file;
    private readonly bool _isRecorded;

    private NamespaceClaim(string path, FileDescriptor file, bool isRecorded)
    {
        Path = path;
        _file = file;
        _isRecorded = isRecorded;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Makes the file, which nobody ever sees without its record.</summary>
    /// <param name="directory">The run directory.</param>
    /// <param name="name">A valid name.</param>
    /// <param name="mode">Access bits of the file.</param>
    /// <param name="errno">Why there is no claim: the name is taken (EEXIST), there is no such directory (ENOENT).</param>
    public static NamespaceClaim? TryMake(string directory, string name, uint mode, out Errno errno)
    {
        string path = $"{directory}/{name}";
        byte[] record = ProcessIdentity.Current is { } maker ? MakerRecord.FirstLine(maker) : [];
        FileDescriptor file = LibC.Open(directory, LibC.O_RDWR | LibC.O_TMPFILE, out errno, mode);
        if (errno == Errno.None)
        {
            errno = WriteWhole(file, record);
            if (errno == Errno.None)
            {
                errno = LibC.Link(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.DangerousGetHandle()}"), path);
            }

            if (errno == Errno.None)
            {
                return new NamespaceClaim(path, file, record.Length > 0);
            }
        }

        file.Dispose();
        return errno is Errno.Exists or Errno.NoSpace ? null : TryMakeInPlace(path, mode, record, out errno);
    }

    /// <summary>Who made a file on which nothing is mounted; null where that is not recorded, or may not be read.</summary>
    public static ProcessIdentity? MakerOf(string path)
    {
        using FileDescriptor file = LibC.Open(path, LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_NOFOLLOW, out Errno errno);
        return errno == Errno.None ? RecordIn(file, out _)?.Maker : null;
    }

    /// <summary>The record in an open file; null for none.</summary>
    public static MakerRecord? RecordIn(FileDescriptor file, out Errno errno)
    {
        byte[] content = new byte[MakerRecord.MaximumLength + 1];
        int length = LibC.Read(file, content, out errno);
        return errno == Errno.None ? MakerRecord.Parse(content.AsSpan(0, length)) : null;
    }

    /// <summary>Records which namespace is mounted now. Once, and after that the claim is of no more use.</summary>
    public Errno Seal(NamespaceIdentity identity) => _isRecorded ? WriteWhole(_file, MakerRecord.SecondLine(identity)) : Errno.None;

    /// <summary>Gives the name back, and lets go what is mounted on it.</summary>
    public void TakeBack(bool mounted) => TakeBack(Path, mounted);

    /// <inheritdoc cref="TakeBack(bool)"/>
    public static void TakeBack(string path, bool mounted)
    {
        if (mounted)
        {
            _ = LibC.Unmount(path, LibC.MNT_DETACH | LibC.UMOUNT_NOFOLLOW);
        }

        _ = LibC.Unlink(path);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Not every file system has files without names.
    private static NamespaceClaim? TryMakeInPlace(string path, uint mode, byte[] record, out Errno errno)
    {
        FileDescriptor file = LibC.Open(path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL, out errno, mode);
        if (errno == Errno.None)
        {
            errno = WriteWhole(file, record);
            if (errno == Errno.None)
            {
                return new NamespaceClaim(path, file, record.Length > 0);
            }

            _ = LibC.Unlink(path);
        }

        file.Dispose();
        return null;
    }

    private static Errno WriteWhole(FileDescriptor file, ReadOnlySpan<byte> content)
    {
        int written = LibC.Write(file, content, out Errno errno);
        return errno == Errno.None && written < content.Length ? Errno.NoSpace : errno;
    }
}

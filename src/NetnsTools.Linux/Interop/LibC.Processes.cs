using System;
using System.Buffers;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>Processes: their files, signals and users.</summary>
internal static unsafe partial class LibC
{
    public const int CLOCK_BOOTTIME = 7;

    // Numbers that all architectures share; the C library's own wrappers are younger than the calls.
    private const nint SYS_pidfd_send_signal = 424;
    private const nint SYS_pidfd_open = 434;
    private const int SC_CLK_TCK = 2; // _SC_CLK_TCK
    private const int PasswordEntrySize = 256; // more than any struct passwd
    private const int FirstBuffer = 1024;
    private const int LargestBuffer = 1024 * 1024;
    private const int FirstChunk = 4096;
    private const int EntryName = 19; // offsetof(struct dirent, d_name), with file sizes of 64 bits

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport(Library, EntryPoint = "sysconf", SetLastError = true)]
    private static partial nint SystemSetting(int name);

    [LibraryImport(Library, EntryPoint = "getpwuid_r")]
    private static partial int GetPasswordEntry(uint user, nint* entry, byte* buffer, nuint size, nint* result);

    /// <summary>A descriptor of a process, readable as soon as the process has ended.</summary>
    public static FileDescriptor OpenProcess(int processId, out Errno errno)
    {
        nint fd = SystemCallFaults.Strikes("pidfd_open") ? -1 : SystemCall(SYS_pidfd_open, processId, 0, 0, 0);
        errno = fd < 0 ? LastError() : Errno.None;
        return new FileDescriptor((int)fd);
    }

    /// <summary>Signals the very process that the descriptor was opened for, whoever has its number now.</summary>
    public static Errno SendSignal(FileDescriptor process, int signal)
    {
        bool held = false;
        try
        {
            process.DangerousAddRef(ref held);
            return !SystemCallFaults.Strikes("pidfd_send_signal") && SystemCall(SYS_pidfd_send_signal, process.DangerousGetHandle(), signal, 0, 0) == 0 ? Errno.None : LastError();
        }
        finally
        {
            if (held)
            {
                process.DangerousRelease();
            }
        }
    }

    [LibraryImport(Library, EntryPoint = "opendir", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenFolder(string path);

    [LibraryImport(Library, EntryPoint = "readdir")]
    private static partial byte* ReadFolder(nint folder);

    [LibraryImport(Library, EntryPoint = "closedir")]
    private static partial int CloseFolder(nint folder);

    /// <summary>How many ticks of /proc/PID/stat a second has.</summary>
    public static long TicksPerSecond() => Math.Max(1, SystemSetting(SC_CLK_TCK));

    /// <summary>The whole of a file whose length is not known before, as those under /proc.</summary>
    /// <returns>Null where it cannot be read: the process has gone, or may not be looked at.</returns>
    public static byte[]? ReadWhole(string path) => ReadWhole(path, out _);

    /// <inheritdoc cref="ReadWhole(string)"/>
    public static byte[]? ReadWhole(string path, out Errno errno)
    {
        using FileDescriptor file = Open(path, O_RDONLY, out errno);
        if (errno != Errno.None)
        {
            return null;
        }

        ArrayBufferWriter<byte> content = new(FirstChunk);
        while (true)
        {
            int read = Read(file, content.GetSpan(FirstChunk), out errno);
            if (read > 0)
            {
                content.Advance(read);
            }
            else if (read == 0)
            {
                return content.WrittenSpan.ToArray();
            }
            else if (errno != Errno.Interrupted)
            {
                return null;
            }
        }
    }

    /// <summary>The numbers among the names in a folder: of processes, or of threads. None where it cannot be read.</summary>
    /// <remarks>No text is made of any name, and none is looked at closer.</remarks>
    public static List<int> ListNumbers(string path, out Errno errno)
    {
        List<int> numbers = [];
        nint folder = SystemCallFaults.Strikes("opendir") ? 0 : OpenFolder(path);
        errno = folder == 0 ? LastError() : Errno.None;
        if (folder == 0)
        {
            return numbers;
        }

        for (byte* entry = ReadFolder(folder); entry != null; entry = ReadFolder(folder))
        {
            ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + EntryName);
            if (Utf8Parser.TryParse(name, out int number, out int length) && length == name.Length && number > 0)
            {
                numbers.Add(number);
            }
        }

        _ = CloseFolder(folder);
        return numbers;
    }

    /// <summary>The name of a user, as the system knows it from wherever it keeps users; null for none.</summary>
    public static string? FindUserName(uint user)
    {
        nint* entry = stackalloc nint[PasswordEntrySize / sizeof(nint)];
        nint* found = stackalloc nint[1]; // NULL where there is no such user
        for (int size = FirstBuffer; size <= LargestBuffer; size *= 2)
        {
            byte[] buffer = new byte[size];
            fixed (byte* pointer = buffer)
            {
                Errno errno = (Errno)GetPasswordEntry(user, entry, pointer, (nuint)size, found);
                if (errno != Errno.OutOfRange)
                {
                    // pw_name is the first field, and points into the buffer.
                    return errno == Errno.None && *found != 0 ? Marshal.PtrToStringUTF8(entry[0]) : null;
                }
            }
        }

        return null;
    }
}

using System;
using System.Globalization;
using System.Text;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>What <c>/proc/PID/stat</c> says, as far as it is needed here.</summary>
internal readonly record struct ProcessStat(int Id, int ParentId, string Name, ulong StartTicks, bool IsZombie)
{
    // Positions behind the name, which is field 2.
    private const int StateField = 0; // 3: state
    private const int ParentField = 1; // 4: ppid
    private const int FlagsField = 6; // 9: flags
    private const int ThreadsField = 17; // 20: num_threads
    private const int StartField = 19; // 22: starttime
    private const uint KernelThreadFlag = 0x200000; // PF_KTHREAD
    private const string Deceased = "ZXx";

    /// <summary>Whether the kernel itself runs it.</summary>
    public bool IsKernelThread { get; private init; }

    /// <summary>Reads it; null where the process has gone or is hidden.</summary>
    public static ProcessStat? Read(int id) => ReadFile(id, "stat") is { } content ? Parse(content) : null;

    /// <summary>A file of a process; null where it cannot be read.</summary>
    public static byte[]? ReadFile(int id, string name) => LibC.ReadWhole(PathOf(id, name));

    /// <summary>The same for who must not miss it.</summary>
    /// <exception cref="KernelException">It could not be read, though it is there and the caller may: no memory, no descriptor.</exception>
    public static ProcessStat? Require(int id) => RequireFile(id, "stat") is { } content ? Parse(content) : null;

    /// <summary>A file of a process; null where that has gone or is hidden.</summary>
    /// <exception cref="KernelException">As with <see cref="Require"/>.</exception>
    public static byte[]? RequireFile(int id, string name)
    {
        byte[]? content = LibC.ReadWhole(PathOf(id, name), out Errno errno);
        EnsureGoneOrHidden(errno, id);
        return content;
    }

    /// <summary>Throws an error that says neither that the process has gone nor that it is hidden (hidepid).</summary>
    public static void EnsureGoneOrHidden(Errno errno, int id)
    {
        if (errno is not (Errno.None or Errno.NoSuchFile or Errno.NoSuchProcess or Errno.AccessDenied or Errno.PermissionDenied))
        {
            throw new KernelException(new Operation(ObjectKind.Process, "look at process", id.ToString(CultureInfo.InvariantCulture)), errno);
        }
    }

    /// <summary>Takes a line apart; null for one that is not whole.</summary>
    public static ProcessStat? Parse(ReadOnlySpan<byte> content)
    {
        // The name may hold spaces, parentheses and line feeds: it ends at the last parenthesis.
        string text = Encoding.UTF8.GetString(content);
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int close = text.LastIndexOf(')');
        if (open < 0 || close < open || !int.TryParse(text.AsSpan(0, open), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int id))
        {
            return null;
        }

        string[] fields = text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length <= StartField
            || !int.TryParse(fields[ParentField], NumberStyles.None, CultureInfo.InvariantCulture, out int parent)
            || !int.TryParse(fields[ThreadsField], NumberStyles.None, CultureInfo.InvariantCulture, out int threads)
            || !ulong.TryParse(fields[StartField], NumberStyles.None, CultureInfo.InvariantCulture, out ulong start))
        {
            return null;
        }

        // A first thread that has ended before the others looks like a zombie, and is none.
        bool ended = Deceased.Contains(fields[StateField], StringComparison.Ordinal) && threads <= 1;
        return new ProcessStat(id, parent, text[(open + 1)..close], start, ended)
        {
            IsKernelThread = uint.TryParse(fields[FlagsField], NumberStyles.None, CultureInfo.InvariantCulture, out uint flags) && (flags & KernelThreadFlag) != 0,
        };
    }

    private static string PathOf(int id, string name) => string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{name}");
}

using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>The terminal: its modes, and the process group that has it.</summary>
internal static unsafe partial class LibC
{
    /// <summary>Room for a <c>struct termios</c> of any architecture; its contents are the kernel's.</summary>
    public const int TerminalModesSize = 256;

    private const int TCSANOW = 0;

    [LibraryImport(Library, EntryPoint = "isatty")]
    private static partial int IsTerminalRaw(int fd);

    [LibraryImport(Library, EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetTerminalModesRaw(int fd, byte* modes);

    [LibraryImport(Library, EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetTerminalModesRaw(int fd, int when, byte* modes);

    /// <summary>The process group that has the terminal; -1 for none.</summary>
    [LibraryImport(Library, EntryPoint = "tcgetpgrp", SetLastError = true)]
    public static partial int GetForeground(int fd);

    [LibraryImport(Library, EntryPoint = "tcsetpgrp", SetLastError = true)]
    private static partial int SetForegroundRaw(int fd, int group);

    public static bool IsTerminal(int fd) => IsTerminalRaw(fd) == 1;

    /// <summary>The modes as <c>stty -g</c> knows them.</summary>
    /// <returns>Whether they could be read.</returns>
    public static bool GetTerminalModes(int fd, byte[] modes)
    {
        fixed (byte* pointer = modes)
        {
            return GetTerminalModesRaw(fd, pointer) == 0;
        }
    }

    /// <summary>Sets the modes, from the background too.</summary>
    public static void SetTerminalModes(int fd, byte[] modes)
    {
        ulong* previous = stackalloc ulong[SignalWords];
        BlockSignal(SIGTTOU, previous);
        fixed (byte* pointer = modes)
        {
            _ = SetTerminalModesRaw(fd, TCSANOW, pointer);
        }

        RestoreSignals(previous);
    }

    /// <summary>Gives the terminal to a process group, from the background too.</summary>
    public static void SetForeground(int fd, int group)
    {
        ulong* previous = stackalloc ulong[SignalWords];
        BlockSignal(SIGTTOU, previous);
        _ = SetForegroundRaw(fd, group);
        RestoreSignals(previous);
    }
}

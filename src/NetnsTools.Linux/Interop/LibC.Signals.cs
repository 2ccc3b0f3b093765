using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>Signals, and the groups and sessions that they go to.</summary>
internal static unsafe partial class LibC
{
    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGQUIT = 3;
    public const int SIGKILL = 9;
    public const int SIGTERM = 15;
    public const int SIGCONT = 18;
    public const int SIGSTOP = 19;
    public const int SIGTTOU = 22;

    /// <summary>Room for a <c>struct sigaction</c> of any architecture.</summary>
    public const int SignalActionSize = 256;

    private const int SignalWords = 16; // sigset_t: 1024 bits
    private const int SIG_BLOCK = 0;
    private const int SIG_SETMASK = 2;
    private const nint SIG_IGN = 1;

    /// <summary>Sends a signal; to a whole process group where the number is negative.</summary>
    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int SendSignal(int processId, int signal);

    [LibraryImport(Library, EntryPoint = "getpgrp")]
    public static partial int GetProcessGroup();

    /// <summary>The session of a process; 0 is the caller.</summary>
    [LibraryImport(Library, EntryPoint = "getsid", SetLastError = true)]
    public static partial int GetSession(int processId);

    [LibraryImport(Library, EntryPoint = "sigaction", SetLastError = true)]
    private static partial int SignalActionRaw(int signal, byte* action, byte* previous);

    [LibraryImport(Library, EntryPoint = "signal", SetLastError = true)]
    private static partial nint SignalRaw(int signal, nint handler);

    [LibraryImport(Library, EntryPoint = "sigemptyset")]
    private static partial int EmptySignalSet(ulong* set);

    [LibraryImport(Library, EntryPoint = "sigaddset")]
    private static partial int AddSignal(ulong* set, int signal);

    [LibraryImport(Library, EntryPoint = "pthread_sigmask")]
    private static partial int SignalMask(int how, ulong* set, ulong* previous);

    /// <summary>Whether the process ignores a signal: what nohup has done, say.</summary>
    public static bool IgnoresSignal(int signal)
    {
        byte* action = stackalloc byte[SignalActionSize];
        // The handler is the first field.
        return SignalActionRaw(signal, null, action) == 0 && *(nint*)action == SIG_IGN;
    }

    /// <summary>Ignores a signal.</summary>
    /// <param name="signal">Its number.</param>
    /// <param name="previous">What was done on it before.</param>
    public static void IgnoreSignal(int signal, byte[] previous)
    {
        fixed (byte* pointer = previous)
        {
            _ = SignalActionRaw(signal, null, pointer);
        }

        _ = SignalRaw(signal, SIG_IGN);
    }

    /// <summary>Does on a signal what was done before.</summary>
    public static void RestoreSignal(int signal, byte[] previous)
    {
        fixed (byte* pointer = previous)
        {
            _ = SignalActionRaw(signal, pointer, null);
        }
    }

    private static void BlockSignal(int signal, ulong* previous)
    {
        ulong* set = stackalloc ulong[SignalWords];
        _ = EmptySignalSet(set);
        _ = AddSignal(set, signal);
        _ = SignalMask(SIG_BLOCK, set, previous);
    }

    private static void RestoreSignals(ulong* previous) => _ = SignalMask(SIG_SETMASK, previous, null);
}

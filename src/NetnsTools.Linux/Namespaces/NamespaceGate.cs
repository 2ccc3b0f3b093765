using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>The only place where a thread is ever in another namespace, and only for a handful of system calls.</summary>
/// <remarks>
/// A new thread inherits the namespace of its creator, and the runtime may create one (the tiering worker, say)
/// from any managed code. So the stay inside runs no managed code at all: one method, compiled to its final form,
/// that calls the C library through function pointers and was run once as a rehearsal, so that nothing is compiled
/// or bound during the stay. It runs on a thread of its own, which returns home, or ends.
/// </remarks>
internal static unsafe class NamespaceGate
{
    private static readonly object RehearsalGate = new();
    private static bool _rehearsed;

    /// <summary>Opens a socket inside a namespace.</summary>
    /// <returns>The socket, or the error and an invalid descriptor.</returns>
    public static FileDescriptor OpenSocket(int target, int domain, int type, int protocol, out Errno errno)
    {
        Stay stay = Stay.ForSocket(domain, type, protocol);
        stay.Target = target;
        RunOnGateThread(ref stay, null, null);
        errno = stay.EnterError != 0 ? (Errno)stay.EnterError : (Errno)stay.SocketError;
        return new FileDescriptor(stay.Socket);
    }

    /// <summary>Opens a file inside a namespace, for reading: one below <c>/proc/thread-self/net</c> stays with that namespace.</summary>
    /// <returns>The file, or the error and an invalid descriptor.</returns>
    public static FileDescriptor OpenFile(int target, string path, out Errno errno)
    {
        Stay stay = new() { Target = target, Socket = -1, File = -1 };
        RunOnGateThread(ref stay, null, path);
        errno = stay.EnterError != 0 ? (Errno)stay.EnterError : (Errno)stay.FileError;
        return new FileDescriptor(stay.File);
    }

    /// <summary>Creates a namespace, mounts it on a file and opens rtnetlink inside.</summary>
    /// <param name="path">The file, which exists.</param>
    /// <param name="createError">Why there is no namespace at all.</param>
    /// <param name="mountError">Why the mount failed: the file still is a plain one.</param>
    /// <param name="socketError">Why no socket could be opened: the namespace is mounted all the same.</param>
    /// <returns>The socket, invalid after any error.</returns>
    public static FileDescriptor Create(string path, out Errno createError, out Errno mountError, out Errno socketError)
    {
        Stay stay = Stay.ForSocket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, LibC.NETLINK_ROUTE);
        stay.UnshareFlags = LibC.CLONE_NEWNET;
        RunOnGateThread(ref stay, path, null);
        createError = (Errno)stay.EnterError;
        mountError = (Errno)stay.MountError;
        socketError = (Errno)stay.SocketError;
        return new FileDescriptor(stay.Socket);
    }

    private static void RunOnGateThread(ref Stay stay, string? mountTarget, string? file)
    {
        // Bound here: what fails on the other thread would end the process.
        GateFunctions calls = GateFunctions.Bound;
        Stay work = stay;
        GateThread.Run(home =>
        {
            work.Home = home;
            Rehearse(home, calls);
            Run(ref work, mountTarget, file, calls);
            return work.HomeError == 0;
        });
        stay = work;
    }

    private static void Run(ref Stay work, string? mountTarget, string? file, GateFunctions calls)
    {
        nint source = 0;
        nint target = 0;
        nint path = 0;
        try
        {
            if (file is not null)
            {
                path = Marshal.StringToCoTaskMemUTF8(file);
                work.FilePath = (byte*)path;
            }

            if (mountTarget is not null)
            {
                source = Marshal.StringToCoTaskMemUTF8(NamespaceHandle.CurrentPath);
                target = Marshal.StringToCoTaskMemUTF8(mountTarget);
                work.MountSource = (byte*)source;
                work.MountTarget = (byte*)target;
            }

            fixed (Stay* pointer = &work)
            {
                Inside(pointer, calls);
            }
        }
        finally
        {
            Marshal.FreeCoTaskMem(source);
            Marshal.FreeCoTaskMem(target);
            Marshal.FreeCoTaskMem(path);
        }
    }

    /// <summary>Goes through every call once without leaving home: unshare of nothing, mount of nowhere, return to home.</summary>
    private static void Rehearse(int home, GateFunctions calls)
    {
        lock (RehearsalGate)
        {
            if (_rehearsed)
            {
                return;
            }

            Stay rehearsal = Stay.ForSocket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, LibC.NETLINK_ROUTE);
            rehearsal.Home = home;
            rehearsal.Target = home;
            Inside(&rehearsal, calls);
            new FileDescriptor(rehearsal.Socket).Dispose();

            rehearsal.Target = -1;
            rehearsal.MountSource = (byte*)1;
            Inside(&rehearsal, calls);
            new FileDescriptor(rehearsal.Socket).Dispose();

            rehearsal.MountSource = null;
            rehearsal.FilePath = (byte*)1;
            Inside(&rehearsal, calls);
            _rehearsed = true;
        }
    }

    // No managed call, no allocation, no static field, no exception handling: see the remarks.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Inside(Stay* stay, GateFunctions calls)
    {
        int entered = stay->Target >= 0
            ? calls.SetNamespace(stay->Target, LibC.CLONE_NEWNET)
            : calls.Unshare(stay->UnshareFlags);
        if (entered != 0)
        {
            stay->EnterError = *calls.ErrnoLocation();
            return;
        }

        stay->EnterError = 0;
        if (stay->MountSource != null)
        {
            int mounted = calls.Mount(stay->MountSource, stay->MountTarget, null, LibC.MS_BIND, null);
            stay->MountError = mounted == 0 ? 0 : *calls.ErrnoLocation();
        }

        if (stay->FilePath != null)
        {
            stay->File = calls.Open(stay->FilePath, LibC.O_RDONLY | LibC.O_CLOEXEC);
            stay->FileError = stay->File >= 0 ? 0 : *calls.ErrnoLocation();
        }
        else
        {
            stay->Socket = calls.Socket(stay->Domain, stay->Type, stay->Protocol);
            stay->SocketError = stay->Socket >= 0 ? 0 : *calls.ErrnoLocation();
        }

        // Should this fail, the thread ends where it is; nothing else runs on it.
        stay->HomeError = calls.SetNamespace(stay->Home, LibC.CLONE_NEWNET);
    }

    /// <summary>What to do inside, and what came of it.</summary>
    private struct Stay
    {
        public int Home;
        public int Target; // -1: a new namespace
        public int UnshareFlags;
        public byte* MountSource;
        public byte* MountTarget;
        public byte* FilePath; // null: a socket
        public int Domain;
        public int Type;
        public int Protocol;
        public int Socket;
        public int File;
        public int EnterError;
        public int HomeError; // other than 0: still away
        public int MountError;
        public int SocketError;
        public int FileError;

        public static Stay ForSocket(int domain, int type, int protocol) =>
            new() { Target = -1, Domain = domain, Type = type, Protocol = protocol, Socket = -1 };
    }
}

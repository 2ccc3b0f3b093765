using System.Runtime.CompilerServices;
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
        using GateVisit visit = new(1);
        visit.AddSocket(target, domain, type, protocol);
        visit.Run();
        errno = visit[0].SocketError;
        return visit.TakeSocket(0);
    }

    /// <summary>Opens a file inside a namespace, for reading: one below <c>/proc/thread-self/net</c> stays with that namespace.</summary>
    /// <returns>The file, or the error and an invalid descriptor.</returns>
    public static FileDescriptor OpenFile(int target, string path, out Errno errno)
    {
        using GateVisit visit = new(1);
        visit.AddFile(target, path);
        visit.Run();
        errno = visit[0].FileError;
        return visit.TakeFile(0);
    }

    /// <summary>Takes steps away from home, in order.</summary>
    /// <param name="steps">They must not move.</param>
    /// <param name="count">How many.</param>
    /// <param name="ways">Among how many threads they are divided.</param>
    public static void Run(GateStep* steps, int count, int ways)
    {
        // Bound here: what fails on the other thread would end the process.
        GateFunctions calls = GateFunctions.Bound;
        for (GateStep* step = steps; step < steps + count; step++)
        {
            step->TakeFaults();
        }

        GateThread.Stay[] stays = new GateThread.Stay[ways];
        for (int way = 0; way < ways; way++)
        {
            int from = count * way / ways;
            int to = count * (way + 1) / ways;
            stays[way] = home =>
            {
                Rehearse(home, calls);
                return Inside(steps + from, to - from, home, calls) == 0;
            };
        }

        GateThread.Run(stays);
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

            byte* nowhere = (byte*)1;
            GateStep* steps = stackalloc GateStep[]
            {
                GateStep.ForSocket(home, LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, LibC.NETLINK_ROUTE),
                GateStep.ForCreation(nowhere, nowhere) with { UnshareFlags = 0 },
                GateStep.ForFile(home, nowhere),
            };
            _ = Inside(steps, 3, home, calls);
            new FileDescriptor(steps[0].Socket).Dispose();
            new FileDescriptor(steps[1].Socket).Dispose();
            _rehearsed = true;
        }
    }

    // No managed call, no allocation, no static field, no exception handling: see the remarks. Gives the error of the way home.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Inside(GateStep* steps, int count, int home, GateFunctions calls)
    {
        bool isAway = false;
        for (GateStep* step = steps; step < steps + count; step++)
        {
            if (step->EnterFault != 0)
            {
                step->EnterErrno = step->EnterFault;
                continue;
            }

            int entered = step->Target >= 0
                ? calls.SetNamespace(step->Target, LibC.CLONE_NEWNET)
                : calls.Unshare(step->UnshareFlags);
            if (entered != 0)
            {
                step->EnterErrno = *calls.ErrnoLocation();
                continue;
            }

            isAway = true;
            step->EnterErrno = 0;
            step->MountErrno = step->MountFault;
            if (step->MountSource != null && step->MountFault == 0)
            {
                int mounted = calls.Mount(step->MountSource, step->MountTarget, null, LibC.MS_BIND, null);
                step->MountErrno = mounted == 0 ? 0 : *calls.ErrnoLocation();
            }

            step->FileErrno = step->SocketErrno = step->OpenFault;
            if (step->OpenFault != 0)
            {
                continue;
            }

            if (step->FilePath != null)
            {
                step->File = calls.Open(step->FilePath, LibC.O_RDONLY | LibC.O_CLOEXEC);
                step->FileErrno = step->File >= 0 ? 0 : *calls.ErrnoLocation();
            }
            else
            {
                step->Socket = calls.Socket(step->Domain, step->Type, step->Protocol);
                step->SocketErrno = step->Socket >= 0 ? 0 : *calls.ErrnoLocation();
            }
        }

        // Should this fail, the thread ends where it is; nothing else runs on it.
        return !isAway || calls.SetNamespace(home, LibC.CLONE_NEWNET) == 0 ? 0 : *calls.ErrnoLocation();
    }
}

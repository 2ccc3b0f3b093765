using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>Where tests make one system call fail. Nothing else ever arms it, and a call asks for no more than that.</summary>
/// <remarks>The call does not reach the kernel. For failures in the kernel itself see <c>tests/NetnsTools.Soak</c>.</remarks>
internal static class SystemCallFaults
{
    private static readonly object Gate = new();
    private static readonly List<string> Counted = [];
    private static volatile bool _isArmed;
    private static int _position;
    private static Errno _errno;

    /// <summary>The calls since it was armed, in their order. The last one is the one that failed, if any has.</summary>
    public static IReadOnlyList<string> Calls
    {
        get
        {
            lock (Gate)
            {
                return [.. Counted];
            }
        }
    }

    /// <summary>Lets the call with this number, from 1, fail; with 0 none does, and all are counted.</summary>
    public static void Arm(int position, Errno errno)
    {
        lock (Gate)
        {
            Counted.Clear();
            _position = position;
            _errno = errno;
            _isArmed = true;
        }
    }

    /// <summary>Ends that.</summary>
    /// <returns>Whether a call has failed.</returns>
    public static bool Disarm()
    {
        lock (Gate)
        {
            _isArmed = false;
            return _position > 0 && Counted.Count >= _position;
        }
    }

    /// <summary>Whether a call fails here; the error is the thread's last one then.</summary>
    public static bool Strikes(string call)
    {
        Errno errno = Next(call);
        if (errno == Errno.None)
        {
            return false;
        }

        Marshal.SetLastPInvokeError((int)errno);
        return true;
    }

    /// <summary>The error of a call, for one that is made where nothing can be asked.</summary>
    public static Errno Next(string call) => _isArmed ? Count(call) : Errno.None;

    private static Errno Count(string call)
    {
        lock (Gate)
        {
            // What comes behind the failure is what is done about it.
            if (!_isArmed || (_position > 0 && Counted.Count >= _position))
            {
                return Errno.None;
            }

            Counted.Add(call);
            return Counted.Count == _position ? _errno : Errno.None;
        }
    }
}

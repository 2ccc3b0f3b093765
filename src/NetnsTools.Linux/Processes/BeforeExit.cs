using System;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Something to do before the process ends: by itself, or with SIGTERM or SIGHUP.</summary>
/// <remarks>Since .NET 10 these signals end a process without <see cref="AppDomain.ProcessExit"/>. Afterwards they end it still.</remarks>
public sealed class BeforeExit : IDisposable
{
    private readonly EventHandler _exit;
    private readonly PosixSignalRegistration _termination;
    private readonly PosixSignalRegistration? _hangup;

    /// <summary>From now on that is done first.</summary>
    /// <param name="action">What to do, on another thread.</param>
    public BeforeExit(Action action)
    {
        _exit = (_, _) => action();
        AppDomain.CurrentDomain.ProcessExit += _exit;
        _termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => action());
        // Under nohup the process goes on when its terminal is gone.
        _hangup = LibC.IgnoresSignal(LibC.SIGHUP) ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => action());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= _exit;
        _termination.Dispose();
        _hangup?.Dispose();
    }
}

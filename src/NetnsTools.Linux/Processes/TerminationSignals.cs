using System;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Something to do before a signal ends the process.</summary>
/// <remarks>Since .NET 10 SIGTERM and SIGHUP end a process without <see cref="AppDomain.ProcessExit"/>. Afterwards they end it still.</remarks>
public sealed class TerminationSignals : IDisposable
{
    private readonly PosixSignalRegistration _termination;
    private readonly PosixSignalRegistration? _hangup;

    /// <summary>From now on that is done first.</summary>
    /// <param name="action">What to do, on another thread.</param>
    public TerminationSignals(Action action)
    {
        _termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => action());
        // Under nohup the process goes on when its terminal is gone.
        _hangup = LibC.IgnoresSignal(LibC.SIGHUP) ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => action());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _termination.Dispose();
        _hangup?.Dispose();
    }
}

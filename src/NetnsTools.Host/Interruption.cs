using System;
using System.Runtime.InteropServices;

namespace NetnsTools.Host;

/// <summary>
/// SIGINT (Ctrl+C): the first stops the running pipeline, so that cmdlets clean up and finally blocks run; a second
/// one while that is still going on ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly PipelineRunner _runner;
    private readonly PosixSignalRegistration _registration;
    private volatile bool _happened;

    public Interruption(PipelineRunner runner)
    {
        _runner = runner;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
    }

    /// <summary>Whether a pipeline was stopped by the signal.</summary>
    public bool Happened => _happened;

    /// <inheritdoc/>
    public void Dispose() => _registration.Dispose();

    private void OnSignal(PosixSignalContext context)
    {
        bool stopping = _runner.IsStopping;
        context.Cancel = !stopping;
        if (!stopping && _runner.Stop())
        {
            _happened = true;
        }
    }
}

using System;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>Leaves Ctrl+C and Ctrl+\ to the program that has the terminal, as system(3) does in its caller.</summary>
/// <remarks>
/// A shell with job control has a process group of its own, and what is typed there never comes here. Any other program
/// is in our group: without this a Ctrl+C meant for it would also stop whoever waits for it.
/// Made after the start of that program, which would inherit it.
/// </remarks>
internal sealed class KeyboardSignals : IDisposable
{
    private readonly byte[] _interrupt = new byte[LibC.SignalActionSize];
    private readonly byte[] _quit = new byte[LibC.SignalActionSize];

    private KeyboardSignals()
    {
        LibC.IgnoreSignal(LibC.SIGINT, _interrupt);
        LibC.IgnoreSignal(LibC.SIGQUIT, _quit);
    }

    /// <summary>Ignores them until disposed.</summary>
    public static KeyboardSignals Ignore() => new();

    public void Dispose()
    {
        LibC.RestoreSignal(LibC.SIGINT, _interrupt);
        LibC.RestoreSignal(LibC.SIGQUIT, _quit);
    }
}

using System;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>The terminal as it was: its modes, and that it is ours. A shell that was killed gives nothing back.</summary>
internal sealed class TerminalState
{
    private const int Input = 0; // STDIN_FILENO
    private const int Output = 1; // STDOUT_FILENO

    private readonly byte[] _modes = new byte[LibC.TerminalModesSize];
    private readonly bool _hasModes;
    private readonly int _foreground;

    private TerminalState()
    {
        _hasModes = LibC.GetTerminalModes(Input, _modes);
        _foreground = LibC.GetForeground(Input);
    }

    /// <summary>Whether a person can type to this process and read what it writes.</summary>
    public static bool IsThere => LibC.IsTerminal(Input) && LibC.IsTerminal(Output);

    /// <summary>The process group that has the terminal now; null where that is ours, or where there is no terminal.</summary>
    public static int? Stranger =>
        LibC.GetForeground(Input) is int group && group > 0 && group != LibC.GetProcessGroup() ? group : null;

    /// <summary>Reads it.</summary>
    public static TerminalState Read() => new();

    /// <summary>Makes it as it was.</summary>
    public void Restore()
    {
        if (_foreground == LibC.GetProcessGroup() && LibC.GetForeground(Input) != _foreground)
        {
            LibC.SetForeground(Input, _foreground);
        }

        byte[] now = new byte[LibC.TerminalModesSize];
        if (_hasModes && LibC.GetTerminalModes(Input, now) && !now.AsSpan().SequenceEqual(_modes))
        {
            LibC.SetTerminalModes(Input, _modes);
        }
    }
}

using System;

namespace NetnsTools.Programs;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number where a signal ended it.</param>
/// <param name="Duration">From its start to its end.</param>
public readonly record struct ProgramExit(int ExitCode, TimeSpan Duration)
{
    private const int SignalBase = 128;
    private const int HighestSignal = 64; // SIGRTMAX

    /// <summary>The code, with the signal it stands for: <c>exit code 137 (signal 9)</c>.</summary>
    public override string ToString() => ExitCode is > SignalBase and <= SignalBase + HighestSignal
        ? $"exit code {ExitCode} (signal {ExitCode - SignalBase})"
        : $"exit code {ExitCode}";
}

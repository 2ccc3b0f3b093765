using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Threading;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux;

/// <summary>A program that has the terminal of this process, for as long as it runs.</summary>
/// <remarks>
/// While it runs, Ctrl+C is its own: this process ignores SIGINT and SIGQUIT, as system(3) does. When it has ended, the
/// terminal is as it was before, also after the program was killed.
/// </remarks>
public sealed class TerminalProcess : IDisposable
{
    private static readonly TimeSpan EntryPoll = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan HangUpTime = TimeSpan.FromMilliseconds(500);

    private static int _terminalTaken;

    private readonly Process _process = new() { EnableRaisingEvents = true };
    private readonly StopSignal _ended = new();
    private readonly TerminalState _terminal = TerminalState.Read();
    private readonly string _marker;
    private KeyboardSignals? _signals;

    private TerminalProcess(string marker)
    {
        _marker = marker;
        _process.Exited += (_, _) => _ended.Set();
    }

    /// <summary>Whether standard input and output of this process are a terminal.</summary>
    public static bool HasTerminal => TerminalState.IsThere;

    /// <summary>The process id of the program.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts a program inside; returns when it has entered, so that launch and namespace can be let go.</summary>
    /// <param name="launch">How it is born inside.</param>
    /// <param name="program">A name or path.</param>
    /// <param name="arguments">Its arguments; each arrives as it is.</param>
    /// <param name="stop">Ends the wait for its entry.</param>
    /// <exception cref="NetworkException">There is no terminal, another program of this process has it, or nothing could be started.</exception>
    public static TerminalProcess Start(NamespaceLaunch launch, string program, IEnumerable<string> arguments, StopSignal stop)
    {
        ArgumentNullException.ThrowIfNull(launch);
        ArgumentNullException.ThrowIfNull(stop);
        if (!HasTerminal)
        {
            throw new NetworkException(
                FaultKind.NotSupported, ObjectKind.Program, $"'{program}' cannot have the terminal: standard input or output is none.", null, program);
        }

        if (Interlocked.Exchange(ref _terminalTaken, 1) != 0)
        {
            throw new NetworkException(
                FaultKind.Busy, ObjectKind.Program, $"'{program}' cannot have the terminal: another program that this process started has it.", null, program);
        }

        TerminalProcess? result = null;
        try
        {
            result = new TerminalProcess(launch.Marker);
            result.Start(launch, launch.ArgumentsFor(program, arguments), stop);
            return result;
        }
        catch
        {
            result?.Dispose();
            _ = Interlocked.Exchange(ref _terminalTaken, 0);
            throw;
        }
    }

    /// <summary>Waits for its end; a stop hangs up, as a terminal does that is closed.</summary>
    /// <returns>Its exit code; 128 and the signal's number where a signal ended it.</returns>
    public int Wait(StopSignal stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        while (!_ended.IsRaised && !stop.IsRaised)
        {
            _ = LibC.WaitReadable(_ended.Descriptor, stop.Descriptor, -1);
        }

        if (!_ended.IsRaised)
        {
            HangUp();
        }

        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Takes the terminal back; a program that still runs is ended.</summary>
    public void Dispose()
    {
        if (_signals is not null)
        {
            if (!_process.HasExited)
            {
                HangUp();
                _process.WaitForExit();
            }

            _signals.Dispose();
            _signals = null;
            _terminal.Restore();
        }

        _process.Dispose();
        _ended.Dispose();
        _ = Interlocked.Exchange(ref _terminalTaken, 0);
    }

    private void Start(NamespaceLaunch launch, IReadOnlyList<string> arguments, StopSignal stop)
    {
        ProcessStartInfo start = _process.StartInfo;
        start.FileName = launch.FilePath;
        start.WorkingDirectory = launch.WorkingDirectory;
        start.UseShellExecute = false;
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in launch.Environment)
        {
            start.Environment[name] = value;
            if (value is null)
            {
                _ = start.Environment.Remove(name);
            }
        }

        // Once for nothing, so that it is compiled: between the start and this a Ctrl+C would come here too.
        KeyboardSignals.Ignore().Dispose();
        try
        {
            _ = _process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new NetworkException(
                FaultKind.Failed, ObjectKind.Program, $"Cannot start '{launch.FilePath}' for namespace '{launch.Namespace}': {exception.Message}", exception);
        }

        _signals = KeyboardSignals.Ignore();
        while (!launch.HasEntered(_process.Id) && !stop.Wait(EntryPoll))
        {
            // It takes about a millisecond.
        }
    }

    private void HangUp()
    {
        // What has the terminal hears it as well: a shell in a shell may be in a run of its own.
        int? foreground = TerminalState.Stranger;
        Send(_process.Id);
        if (!Ends())
        {
            _process.Kill();
        }

        if (foreground is { } group)
        {
            Send(-group);
        }

        RunMembers.HangUp(_marker);
    }

    private static void Send(int target)
    {
        _ = LibC.SendSignal(target, LibC.SIGHUP);
        _ = LibC.SendSignal(target, LibC.SIGCONT);
    }

    private bool Ends() => _ended.Wait(HangUpTime);
}

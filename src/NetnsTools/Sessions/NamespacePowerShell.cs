using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using NetnsTools.Linux;

namespace NetnsTools.Sessions;

/// <summary>A PowerShell process born inside a namespace, and the runspace in it.</summary>
/// <remarks>
/// The engine's own out-of-process runspace, over the standard streams of its process; only how that process is started
/// is ours. The engine lets a process that was given to it live on when the runspace closes, and does not notice when the
/// process ends: both are seen to here.
/// </remarks>
internal sealed class NamespacePowerShell : IDisposable
{
    // Standard error goes where we read it, then the arguments become the process: nsenter and what follows it.
    private const string Shell = "/bin/sh";
    private const string ShellScript = "exec 2>\"$0\" \"$@\"";

    private const int WatchStackSize = 256 * 1024;

    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LastWordsTime = TimeSpan.FromSeconds(0.3);

    private readonly object _gate = new();
    private readonly NamespaceHandle _handle;
    private readonly NamespaceLaunch _launch;
    private readonly Process _process;
    private readonly ErrorTail _errors;
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _age = Stopwatch.StartNew();
    private readonly Action? _onChange;
    private ProcessFamily? _family;
    private NetworkException? _obstacle;
    private volatile bool _ended;
    private volatile bool _exited;
    private int? _exitCode;

    private NamespacePowerShell(PSCmdlet caller, NamespaceHandle handle, NamespaceLaunch launch, PSHost? host, Action? onChange)
    {
        _onChange = onChange;
        _handle = handle;
        _launch = launch;
        Namespace = launch.Namespace;
        (_process, Runspace) = EngineSession.CreateRunspace(caller, host);
        // Last: the engine may have been stopped before, and nobody would close this.
        _errors = new ErrorTail();
    }

    /// <summary>The namespace, as the user knows it.</summary>
    public string Namespace { get; }

    /// <summary>Not a thread of ours, and no local runspace: what runs in it runs in the other process.</summary>
    public Runspace Runspace { get; }

    /// <summary>Whether it can be used.</summary>
    public bool IsOpen => !_ended && Runspace.RunspaceStateInfo.State == RunspaceState.Opened;

    /// <summary>For how long it has been there.</summary>
    public TimeSpan Age => _age.Elapsed;

    /// <summary>Files of the namespace that could not be laid over those of <c>/etc</c>, in sentences.</summary>
    public IReadOnlyList<string> Warnings => _launch.Warnings;

    /// <summary>Starts the process; <see cref="WaitUntilOpen"/> waits for it, so that several can start side by side.</summary>
    /// <param name="caller">The running cmdlet.</param>
    /// <param name="handle">The namespace; closed here, as soon as the process has entered.</param>
    /// <param name="options">What the process finds around it.</param>
    /// <param name="host">Who answers its questions and shows what it writes to the screen; null for nobody.</param>
    /// <param name="onChange">Called, from any thread, when it is open, and when it has ended.</param>
    /// <exception cref="NetworkException">There is nothing to start.</exception>
    public static NamespacePowerShell Start(
        PSCmdlet caller, NamespaceHandle handle, LaunchOptions options, PSHost? host, Action? onChange = null)
    {
        NamespaceLaunch? launch = null;
        NamespacePowerShell? shell = null;
        try
        {
            launch = NamespaceLaunch.Prepare(handle, options);
            shell = new NamespacePowerShell(caller, handle, launch, host, onChange);
            shell.Launch();
            return shell;
        }
        catch
        {
            shell?.Dispose();
            launch?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the runspace can be used.</summary>
    /// <exception cref="NetworkException">It ended instead, or took too long.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public void WaitUntilOpen(TimeSpan limit, CancellationToken stop)
    {
        TimeSpan left = limit - _age.Elapsed;
        bool settled = _settled.Task.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero, stop);
        if (!IsOpen)
        {
            Dispose();
            throw settled ? DescribeEnd() : DescribeTimeout("did not start", limit);
        }
    }

    /// <summary>Why it is no longer there, for one that nobody ended.</summary>
    public NetworkException DescribeEnd()
    {
        Kill();
        if (_obstacle is not null)
        {
            return _obstacle;
        }

        _ = _freed.Task.Wait(ClosingTime);
        string code = _exitCode is { } exit ? string.Create(CultureInfo.InvariantCulture, $" with exit code {exit}") : string.Empty;
        string words = _errors.Text() is { Length: > 0 } text ? $": {text}" : ".";
        Exception? reason = Runspace.RunspaceStateInfo.Reason;
        return new NetworkException(
            FaultKind.Failed, ObjectKind.Session, $"The PowerShell inside namespace '{Namespace}' ended by itself{code}{words}", reason, Namespace);
    }

    /// <summary>What is said of one that took too long.</summary>
    public NetworkException DescribeTimeout(string what, TimeSpan limit) => new(
        FaultKind.TimedOut,
        ObjectKind.Session,
        string.Create(CultureInfo.InvariantCulture, $"The PowerShell inside namespace '{Namespace}' {what} within {limit.TotalSeconds:0.###} s and was ended. Allow more time with -TimeoutSeconds."),
        null,
        Namespace);

    /// <summary>Closes the runspace, if it listens, and ends the process and all that it started. Safe to repeat, and from any thread.</summary>
    public void Dispose()
    {
        if (IsOpen && Runspace.RunspaceAvailability == RunspaceAvailability.Available)
        {
            // Modules inside may have something to put away.
            Runspace.CloseAsync();
            _ = _closed.Task.Wait(ClosingTime);
        }

        Kill();
    }

    private void Launch()
    {
        ProcessStartInfo start = _process.StartInfo;
        List<string> command = [.. PowerShellProgram.Guard, .. PowerShellProgram.Find(start.FileName), .. start.ArgumentList, "-wd", _launch.WorkingDirectory];
        List<string> arguments = ["-c", ShellScript, _errors.Path, _launch.FilePath, .. _launch.ArgumentsFor(command[0], command[1..])];
        start.FileName = Shell;
        start.ArgumentList.Clear();
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.WorkingDirectory = _launch.WorkingDirectory;
        foreach ((string name, string? value) in _launch.Environment)
        {
            // Null takes the variable away.
            start.Environment[name] = value;
        }

        ModuleFolder.AddTo(start.Environment);
        // At the news that its process has ended, the engine stops writing without a word, and a minute passes until it
        // gives up waiting for an answer when the runspace is closed. Without the news it finds a broken pipe, and closes.
        _process.EnableRaisingEvents = false;
        Runspace.StateChanged += OnStateChanged;
        new Thread(Watch, WatchStackSize) { IsBackground = true, Name = "NetnsTools session" }.Start();
    }

    private void OnStateChanged(object? sender, RunspaceStateEventArgs arguments)
    {
        switch (arguments.RunspaceStateInfo.State)
        {
            case RunspaceState.Opened:
                ReleaseNamespace();
                _ = _settled.TrySetResult();
                _onChange?.Invoke();
                break;
            case RunspaceState.Closed or RunspaceState.Broken:
                _ = _closed.TrySetResult();
                // A session that the user removes must not leave its process behind.
                Kill();
                // Not here: the engine is in the midst of telling.
                _ = Task.Run(Free);
                break;
        }
    }

    // The kernel ends the process with the thread that started it (PR_SET_PDEATHSIG): so this one starts it, and stays.
    private void Watch()
    {
        try
        {
            // Who ends it finds either nothing to start, or a process.
            lock (_gate)
            {
                if (_ended)
                {
                    return;
                }

                Runspace.OpenAsync();
            }

            _process.WaitForExit();
            _exited = true;
            // What it wrote last may still be on its way through the engine.
            Thread.Sleep(LastWordsTime);
        }
        catch (InvalidOperationException)
        {
            // It could not even be started.
        }

        Kill();
    }

    private void Kill()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            if (!_settled.Task.IsCompleted)
            {
                _obstacle = _launch.Obstacle();
            }

            EndProcesses();
            ReleaseNamespace();
            if (Runspace.RunspaceStateInfo.State is RunspaceState.Opening or RunspaceState.Opened)
            {
                Runspace.CloseAsync();
            }
        }

        _ = _settled.TrySetResult();
        _onChange?.Invoke();
    }

    private void Free()
    {
        Runspace.Dispose();
        try
        {
            // Asking for the exit code makes the process tell the engine, which must have closed before.
            _exitCode = _exited ? _process.ExitCode : null;
            _process.StandardOutput.Dispose();
            _process.StandardError.Dispose();
            _process.StandardInput.Dispose();
        }
        catch (InvalidOperationException)
        {
            // It was never started.
        }
        catch (IOException)
        {
            // Something was still to be written.
        }

        _process.Dispose();
        _ = _freed.TrySetResult();
    }

    private void EndProcesses()
    {
        try
        {
            _family ??= new ProcessFamily(_process.Id, null, _launch.Marker);
            ProcessEnder.End(_family.Find, TimeSpan.Zero, $"the PowerShell inside namespace '{Namespace}'");
        }
        catch (InvalidOperationException)
        {
            // It was never started.
        }
        catch (NetworkException)
        {
            // Who may not be ended runs under another user's name by now.
        }
    }

    private void ReleaseNamespace()
    {
        _launch.Dispose();
        _handle.Dispose();
        _errors.Dispose();
    }
}

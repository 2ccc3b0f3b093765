using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Remoting;
using System.Threading;
using System.Threading.Tasks;
using NetnsTools.Commands;
using NetnsTools.Parameters;

namespace NetnsTools.Sessions;

/// <summary>A script block in one namespace: its PowerShell, and the engine's own <c>Invoke-Command</c> for it.</summary>
/// <remarks>
/// <c>Invoke-Command</c> runs in the caller's scope, so that <c>$using:</c> means what the caller means, and as a job: only
/// a job gives all streams as objects, whereas warnings and the like otherwise go straight to the screen.
/// </remarks>
internal sealed class ScriptBlockChild : IDisposable
{
    private const string Command = "param($parameters) Microsoft.PowerShell.Core\\Invoke-Command @parameters";
    private const string NamespaceProperty = "PSNetNamespace";
    private const string ForwardedTag = "FORWARDED"; // set by the engine on what a host is thought to have shown already

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(0.5);

    private readonly NetnsCmdlet _cmdlet;
    private readonly ScriptBlockRunOptions _options;
    private readonly NamespaceReference _reference;
    private readonly ScriptBlockEvents _events;
    private readonly NamespacePowerShell _shell;
    private readonly Timer _timer;
    private readonly List<Action> _drains = [];
    private readonly TimeSpan _startLimit;
    private SteppablePipeline? _pipeline;
    private Job? _job;
    private volatile bool _late;
    private bool _lost;

    public ScriptBlockChild(NetnsCmdlet cmdlet, ScriptBlockRunOptions options, NamespaceReference reference, ScriptBlockEvents events)
    {
        _cmdlet = cmdlet;
        _options = options;
        _reference = reference;
        _events = events;
        _startLimit = options.Timeout < PowerShellGroup.StartTime ? options.Timeout.Value : PowerShellGroup.StartTime;
        _timer = new Timer(OnTime);
        // Nobody to ask: what is written to the screen comes as information records.
        _shell = NamespacePowerShell.Start(cmdlet, reference.Open(cmdlet.Store), options.Launch, host: null, () => Tell(ScriptBlockEvent.Changed));
        _ = _timer.Change(_startLimit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the script can be started now.</summary>
    public bool CanRun => !IsRunning && _shell.IsOpen;

    /// <summary>Whether the script was started.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether all is told; what still comes is of no interest.</summary>
    public bool IsEnded { get; private set; }

    // The job for the only session of the command's job.
    private Job? Inner => _job?.ChildJobs[0];

    /// <summary>Starts the script in the open PowerShell; without input it sees the end of its input at once.</summary>
    public void Run()
    {
        IsRunning = true;
        foreach (string warning in _shell.Warnings)
        {
            _cmdlet.WriteWarning(warning);
        }

        _ = _timer.Change(_options.Timeout is { } limit ? Positive(limit - _shell.Age) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (!_options.ExpectsInput)
        {
            CloseInput();
        }
    }

    /// <summary>Gives the script one object of its input.</summary>
    public void Feed(object? input)
    {
        if (IsRunning)
        {
            _pipeline ??= BeginCommand(expectInput: true);
            Follow(_pipeline.Process(input));
        }
    }

    /// <summary>Tells the script that its input has ended, or that there was none.</summary>
    public void CloseInput()
    {
        if (IsRunning && _pipeline is null)
        {
            // Told to expect input, Invoke-Command would do nothing without any.
            _pipeline = BeginCommand(expectInput: false);
            Follow(_pipeline.Process());
        }

        _ = _pipeline?.End();
    }

    /// <summary>Passes on what the script wrote to one of its streams.</summary>
    public void Write(object? item)
    {
        switch (item)
        {
            case ErrorRecord { Exception: PSRemotingTransportException }:
                // Told at the end, in other words.
                _lost = true;
                break;
            case ErrorRecord error:
                _cmdlet.WriteError(error);
                break;
            case WarningRecord warning:
                _cmdlet.WriteWarning(warning.Message);
                break;
            case VerboseRecord verbose:
                _cmdlet.WriteVerbose(verbose.Message);
                break;
            case DebugRecord debug:
                _cmdlet.WriteDebug(debug.Message);
                break;
            case InformationRecord information:
                _cmdlet.WriteInformation(Unforwarded(information));
                break;
            case ProgressRecord progress:
                _cmdlet.WriteProgress(progress);
                break;
            case PSObject value:
                value.Properties.Remove(NamespaceProperty);
                value.Properties.Add(new PSNoteProperty(NamespaceProperty, _shell.Namespace));
                _cmdlet.WriteObject(value);
                break;
            case null:
                _cmdlet.WriteObject(null);
                break;
        }
    }

    /// <summary>After the end: what is left in the streams goes into the queue, and behind it the last word.</summary>
    public void Drain()
    {
        foreach (Action drain in _drains)
        {
            drain();
        }

        Tell(ScriptBlockEvent.Drained);
    }

    /// <summary>Tells how it ended, if not well.</summary>
    /// <param name="throwing">Whether what the script threw is thrown here too, as <c>Invoke-Command</c> does for one session.</param>
    public void Finish(bool throwing)
    {
        IsEnded = true;
        Exception? reason = Inner?.JobStateInfo.Reason;
        if (_late)
        {
            _cmdlet.Report(_shell.DescribeTimeout(IsRunning ? "did not finish" : "did not start", _options.Timeout ?? _startLimit), _reference);
        }
        else if (_lost || !IsRunning || !_shell.IsOpen)
        {
            _cmdlet.Report(_shell.DescribeEnd(), _reference);
        }
        else if (reason is not null)
        {
            ErrorRecord record = (reason as IContainsErrorRecord)?.ErrorRecord
                ?? new ErrorRecord(reason, "SessionFailed", ErrorCategory.InvalidOperation, _reference.Text);
            if (throwing && WasThrown(reason))
            {
                _cmdlet.ThrowTerminatingError(record);
            }

            _cmdlet.WriteError(record);
        }
    }

    /// <summary>Ends the script, with a moment for its finally blocks, and the PowerShell. Any thread.</summary>
    public void Close()
    {
        if (_job is { } job && !IsLast(job.JobStateInfo.State))
        {
            _ = Task.Run(job.StopJob).Wait(StopTime);
        }

        _shell.Dispose();
    }

    /// <summary>Ends the PowerShell and lets go of everything. Any thread, once nothing else uses it.</summary>
    public void Dispose()
    {
        IsEnded = true;
        _timer.Dispose();
        Close();
        _pipeline?.Dispose();
        if (_job is not null)
        {
            _cmdlet.JobRepository.Remove(_job);
            if (IsLast(_job.JobStateInfo.State))
            {
                // It would wait for ever for one whose process was ended.
                _job.Dispose();
            }
        }
    }

    // A copy: the engine tags its own after it has given it to us, at any moment, and what is tagged is not shown.
    private static InformationRecord Unforwarded(InformationRecord record)
    {
        InformationRecord copy = new(record.MessageData, record.Source)
        {
            TimeGenerated = record.TimeGenerated,
            User = record.User,
            Computer = record.Computer,
            ProcessId = record.ProcessId,
            NativeThreadId = record.NativeThreadId,
            ManagedThreadId = record.ManagedThreadId,
        };
        copy.Tags.AddRange(record.Tags.ToArray().Where(static tag => tag != ForwardedTag));
        return copy;
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    // By the word throw, and not by a command that could not go on.
    private static bool WasThrown(Exception reason) =>
        reason is RemoteException remote && remote.SerializedRemoteException.Properties["WasThrownFromThrowStatement"]?.Value is true;

    private static bool IsLast(JobState state) => state is JobState.Completed or JobState.Failed or JobState.Stopped;

    private void OnTime(object? state)
    {
        _late = true;
        Close();
        Tell(ScriptBlockEvent.Ended);
    }

    private void Tell(object? item) => _events.Add(this, item);

    private SteppablePipeline BeginCommand(bool expectInput)
    {
        Hashtable parameters = new()
        {
            ["Session"] = EngineSession.Create(_cmdlet, _shell.Runspace, _shell.Namespace, listed: false),
            ["ScriptBlock"] = _options.ScriptBlock,
            ["AsJob"] = true,
            ["HideComputerName"] = true,
        };
        if (_options.ArgumentList is { } arguments)
        {
            parameters["ArgumentList"] = arguments;
        }

        // A script block without a session state of its own runs in the caller's.
        SteppablePipeline pipeline = ScriptBlock.Create(Command).GetSteppablePipeline(CommandOrigin.Internal, [parameters]);
        pipeline.Begin(expectInput);
        return pipeline;
    }

    // The job comes out of the first call.
    private void Follow(Array results)
    {
        if (_job is not null || results.Length == 0)
        {
            return;
        }

        _job = (Job)((PSObject)results.GetValue(0)!).BaseObject;
        Job inner = Inner!;
        Follow(inner.Output);
        Follow(inner.Error);
        Follow(inner.Warning);
        Follow(inner.Verbose);
        Follow(inner.Debug);
        Follow(inner.Information);
        Follow(inner.Progress);
        inner.StateChanged += (_, arguments) => OnState(arguments.JobStateInfo.State);
        OnState(inner.JobStateInfo.State);
    }

    private void Follow<T>(PSDataCollection<T> stream)
    {
        stream.DataAdded += (_, _) => Take();
        _drains.Add(Take);
        Take();

        void Take()
        {
            // One at a time, so that the order within a stream is kept.
            lock (stream)
            {
                foreach (T item in stream.ReadAll())
                {
                    Tell(item);
                }
            }
        }
    }

    private void OnState(JobState state)
    {
        if (IsLast(state))
        {
            Tell(ScriptBlockEvent.Ended);
        }
    }
}

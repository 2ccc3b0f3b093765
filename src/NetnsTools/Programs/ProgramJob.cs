using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using NetnsTools.Linux;

namespace NetnsTools.Programs;

/// <summary>One program in one namespace: its run, its time limit, what it has written.</summary>
internal sealed class ProgramJob : IDisposable
{
    // How long a program may take to react to TERM, when its time is over.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // The same when somebody waits at a prompt for it to be gone.
    private static readonly TimeSpan ShortGrace = TimeSpan.FromMilliseconds(60);

    private readonly NamespaceHandle _handle;
    private readonly ProgramSettings _settings;
    private readonly ChannelWriter<ProgramEvent> _events;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private NamespaceLaunch? _launch;
    private ProgramRun? _run;
    private Timer? _limit;
    private Task _ending = Task.CompletedTask;

    public ProgramJob(NamespaceHandle handle, ProgramSettings settings, ChannelWriter<ProgramEvent> events, ProgramInput? input)
    {
        _handle = handle;
        _settings = settings;
        _events = events;
        Input = input;
    }

    /// <summary>The namespace, as the user knows it.</summary>
    public string Namespace => _handle.Label ?? _handle.Identity.ToString();

    /// <summary>Its standard input; null for an empty one.</summary>
    public ProgramInput? Input { get; }

    /// <summary>Whether the time limit ended it.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>Why it could not be ended, if so.</summary>
    public NetworkException? Failure { get; private set; }

    /// <summary>Files of the namespace that it does not see, in sentences.</summary>
    public IReadOnlyList<string> Warnings => _launch?.Warnings ?? [];

    /// <summary>How it ended; to be asked for after <see cref="ProgramEventKind.Ended"/>.</summary>
    public ProgramExit Exit => _run!.Completion.Result;

    /// <summary>Starts it.</summary>
    /// <exception cref="NetworkException">It cannot be started.</exception>
    public void Start()
    {
        _launch = NamespaceLaunch.Prepare(_handle, _settings.Launch);
        ProgramEventKind errorKind = _settings.MergeError ? ProgramEventKind.Output : ProgramEventKind.Error;
        _run = ProgramRun.Start(_launch, new ProgramRequest
        {
            Program = _settings.Program,
            Arguments = _settings.Arguments,
            WriteInput = Input is null ? null : Input.CopyToAsync,
            ReadOutput = (stream, stop) => Read(stream, ProgramEventKind.Output, _output, stop),
            ReadError = (stream, stop) => Read(stream, errorKind, _settings.MergeError ? _output : _error, stop),
        });
        _ending = AnnounceEndAsync(_run.Completion);
        if (_settings.Timeout is { } limit)
        {
            _limit = new Timer(_ => EndLate(), null, limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends the program and its children: TERM, and KILL after the grace.</summary>
    private void End(TimeSpan grace)
    {
        try
        {
            _run?.End(grace);
        }
        catch (NetworkException exception)
        {
            Failure = exception;
        }
    }

    /// <summary>What there is to say of it when it has ended.</summary>
    public NetnsCommandResult Result() => new(Namespace, _settings.CommandLine)
    {
        ExitCode = Exit.ExitCode,
        Duration = Exit.Duration,
        StandardOutput = _output.ToString(),
        StandardError = _error.ToString(),
    };

    /// <summary>Why it is an error, if it is one: out of time, not to be ended, no right to enter, or its own exit code.</summary>
    public NetworkException? Problem(bool ignoreExitCode)
    {
        string what = $"'{_settings.Program}' in namespace '{Namespace}'";
        if (Failure is not null)
        {
            return Failure;
        }

        if (TimedOut)
        {
            return new NetworkException(
                FaultKind.TimedOut, ObjectKind.Program, $"{what} was ended: it had not finished after {_settings.Timeout!.Value.TotalSeconds} s (-TimeoutSeconds).");
        }

        if (Exit.ExitCode == 0)
        {
            return null;
        }

        // nsenter ends with 1 where it may not enter.
        return (Exit.ExitCode == 1 ? _launch!.Obstacle() : null)
            ?? (ignoreExitCode ? null : new NetworkException(FaultKind.Failed, ObjectKind.Program, $"{what} ended with {Exit}."));
    }

    public void Dispose()
    {
        _limit?.Dispose();
        Input?.Complete();
        if (_run is not null && !_run.Completion.IsCompleted)
        {
            End(ShortGrace);
        }

        _run?.Dispose();
        _launch?.Dispose();
    }

    private void EndLate()
    {
        TimedOut = true;
        End(Grace);
    }

    private async Task AnnounceEndAsync(Task completion)
    {
        await completion.ConfigureAwait(false);
        if (_limit is not null)
        {
            await _limit.DisposeAsync().ConfigureAwait(false);
        }

        Input?.Complete();
        _ = await Post(new ProgramEvent(this, ProgramEventKind.Ended), CancellationToken.None).ConfigureAwait(false);
    }

    private async Task Read(Stream stream, ProgramEventKind kind, StringBuilder whole, CancellationToken stop)
    {
        if (!_settings.Whole)
        {
            await LineReader.ReadAsync(stream, (line, token) => Post(new ProgramEvent(this, kind, line), token), stop).ConfigureAwait(false);
            return;
        }

        string text = await LineReader.ReadAllAsync(stream, stop).ConfigureAwait(false);
        lock (_output)
        {
            _ = whole.Append(text);
        }
    }

    // False when nobody listens any more.
    private async ValueTask<bool> Post(ProgramEvent item, CancellationToken stop)
    {
        try
        {
            await _events.WriteAsync(item, stop).ConfigureAwait(false);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }
}

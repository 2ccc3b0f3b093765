using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using NetnsTools.Linux;

namespace NetnsTools.Programs;

/// <summary>A program that runs inside a namespace, with its children: started, read, and ended as one.</summary>
public sealed class ProgramRun : IDisposable
{
    // A pipe whose writers have gone is read to its end at once.
    private static readonly TimeSpan PipesAfterEnd = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _abandon = new();
    private readonly string _what;
    private readonly ProcessFamily _family;
    private readonly ConcurrentBag<string> _pipes = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    private ProgramRun(NamespaceLaunch launch, ProgramRequest request)
    {
        _what = $"'{request.Program}' in namespace '{launch.Namespace}'";
        Command command = Cli.Wrap(launch.FilePath)
            .WithArguments(launch.ArgumentsFor(request.Program, request.Arguments))
            .WithWorkingDirectory(launch.WorkingDirectory)
            .WithEnvironmentVariables(launch.Environment)
            .WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(request.WriteInput is { } write ? PipeSource.Create(write) : PipeSource.Null)
            .WithStandardOutputPipe(PipeTarget.Create(Remembering(request.ReadOutput)))
            .WithStandardErrorPipe(PipeTarget.Create(Remembering(request.ReadError)));
        CommandTask<CommandResult> task = command.ExecuteAsync(_abandon.Token);
        ProcessId = task.ProcessId;
        // Without them it has ended already, and the number may be another's soon.
        StartTicks = ProcessTable.StartTicksOf(ProcessId) ?? ulong.MaxValue;
        _family = new ProcessFamily(ProcessId, StartTicks, launch.Marker);
        Completion = CompleteAsync(task);
    }

    /// <summary>The program's process id.</summary>
    public int ProcessId { get; }

    /// <summary>When it was started, in clock ticks since boot.</summary>
    public ulong StartTicks { get; }

    /// <summary>Comes true when the program has ended and all it and its children wrote has been read.</summary>
    public Task<ProgramExit> Completion { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="launch">Where; hold it until the program has entered.</param>
    /// <param name="request">What. Its program was looked for before (<see cref="ProgramFinder"/>): a missing one only ends at once.</param>
    public static ProgramRun Start(NamespaceLaunch launch, ProgramRequest request)
    {
        ArgumentNullException.ThrowIfNull(launch);
        ArgumentNullException.ThrowIfNull(request);
        return new ProgramRun(launch, request);
    }

    /// <summary>Ends the program and all its children, daemons among them too. Returns when they have gone.</summary>
    /// <param name="grace">How long they may take to react to TERM; what is left then is killed.</param>
    /// <exception cref="NetworkException">Some could not be ended.</exception>
    public void End(TimeSpan grace)
    {
        ProcessEnder.End(_family.Find, grace, _what);
        if (Completion.Wait(PipesAfterEnd))
        {
            return;
        }

        // A daemon that has lost the mark (env -i) writes there still.
        ProcessEnder.End(() => ProcessFiles.Holders([.. _pipes]), grace, _what);
        if (!Completion.Wait(PipesAfterEnd))
        {
            _abandon.Cancel();
        }
    }

    /// <summary>Lets go of what belongs to a run that has ended.</summary>
    public void Dispose() => _abandon.Dispose();

    // Which pipe it is can be seen at this end too, also when the program ended before it could be looked at.
    private Func<Stream, CancellationToken, Task> Remembering(Func<Stream, CancellationToken, Task> read) => (stream, stop) =>
    {
        SafeHandle? handle = stream switch
        {
            PipeStream pipe => pipe.SafePipeHandle,
            FileStream file => file.SafeFileHandle,
            _ => null,
        };
        if (handle is not null && ProcessFiles.Find(Environment.ProcessId, (int)handle.DangerousGetHandle()) is { } name)
        {
            _pipes.Add(name);
        }

        return read(stream, stop);
    };

    private async Task<ProgramExit> CompleteAsync(CommandTask<CommandResult> task)
    {
        try
        {
            CommandResult result = await task.ConfigureAwait(false);
            return new ProgramExit(result.ExitCode, result.RunTime);
        }
        catch (OperationCanceledException)
        {
            const int Killed = 128 + 9;
            return new ProgramExit(Killed, _watch.Elapsed);
        }
    }
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using NetnsTools.Linux;

namespace NetnsTools.Programs;

/// <summary>A program that goes on inside a namespace while its starter does other things: a server under test.</summary>
/// <remarks>What it writes is read all the time and kept, up to a limit. None outlives the process that started it.</remarks>
public sealed class BackgroundProgram
{
    private const int LogCapacity = 4 * 1024 * 1024; // characters, for each of its two streams
    private static readonly TimeSpan EntryStep = TimeSpan.FromMilliseconds(0.5);
    private static readonly TimeSpan EndGrace = TimeSpan.FromMilliseconds(500);
    private static readonly ConcurrentDictionary<BackgroundProgram, bool> Running = new();

    private static BeforeExit? _beforeExit;

    private readonly ProgramRun _run;

    private BackgroundProgram(NamespaceLaunch launch, string program, IReadOnlyList<string> arguments)
    {
        Marker = launch.Marker;
        _run = ProgramRun.Start(launch, new ProgramRequest
        {
            Program = program,
            Arguments = arguments,
            ReadOutput = (stream, stop) => Keep(stream, Output, stop),
            ReadError = (stream, stop) => Keep(stream, Error, stop),
        });
        EndWithProcess();
        Running[this] = true;
        _ = _run.Completion.ContinueWith(_ => Running.TryRemove(this, out bool _), TaskScheduler.Default);
    }

    /// <summary>Process id.</summary>
    public int ProcessId => _run.ProcessId;

    /// <summary>When it was started, in clock ticks since boot.</summary>
    public ulong StartTicks => _run.StartTicks;

    /// <summary>The entry of the environment that it and its children have.</summary>
    public string Marker { get; }

    /// <summary>What it wrote to its standard output so far.</summary>
    public ProgramLog Output { get; } = new(LogCapacity);

    /// <summary>What it wrote to its standard error so far.</summary>
    public ProgramLog Error { get; } = new(LogCapacity);

    /// <summary>Whether the program itself has ended; children may go on.</summary>
    public bool HasExited => Exit is not null
        || ProcessTable.Find(ProcessId) is not { IsZombie: false } process
        || process.StartTicks != _run.StartTicks;

    /// <summary>How it ended; null while it, or a child that holds its streams, goes on.</summary>
    public ProgramExit? Exit => _run.Completion.IsCompletedSuccessfully ? _run.Completion.Result : null;

    /// <summary>Starts a program and returns when it runs inside: nothing here keeps the namespace any more.</summary>
    /// <param name="handle">The namespace.</param>
    /// <param name="options">What it finds around it.</param>
    /// <param name="program">A name or path (see <see cref="ProgramFinder"/>).</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="stop">Ends the wait for it to enter; the program is ended as well.</param>
    /// <param name="warn">Gets what the user should know, in sentences.</param>
    /// <returns>The program; null when stopped.</returns>
    /// <exception cref="NetworkException">It cannot be started, or may not enter.</exception>
    public static BackgroundProgram? Start(
        NamespaceHandle handle, LaunchOptions options, string program, IReadOnlyList<string> arguments, StopSignal stop, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(stop);
        ArgumentNullException.ThrowIfNull(warn);
        _ = ProgramFinder.Find(program, options);
        using NamespaceLaunch launch = NamespaceLaunch.Prepare(handle, options);
        foreach (string warning in launch.Warnings)
        {
            warn(warning);
        }

        BackgroundProgram background = new(launch, program, arguments);
        while (!launch.HasEntered(background.ProcessId))
        {
            if (stop.Wait(EntryStep))
            {
                background.End(TimeSpan.Zero);
                return null;
            }
        }

        // nsenter ends with 1 where it may not enter.
        return background.Exit is { ExitCode: 1 } && launch.Obstacle() is { } obstacle ? throw obstacle : background;
    }

    /// <summary>Ends it and its children. See <see cref="ProgramRun.End"/>.</summary>
    public void End(TimeSpan grace) => _run.End(grace);

    /// <summary>Waits for its end, and for all that it wrote to be read.</summary>
    public bool WaitForExit(TimeSpan time) => _run.Completion.Wait(time);

    /// <summary>Ends all that were started and go on still.</summary>
    public static void EndAll() => _ = Parallel.ForEach(Running.Keys, static program =>
    {
        try
        {
            program.End(EndGrace);
        }
        catch (NetworkException)
        {
            // Nobody is left to be told.
        }
    });

    private static void EndWithProcess()
    {
        lock (Running)
        {
            _beforeExit ??= new BeforeExit(EndAll);
        }
    }

    private static Task Keep(Stream stream, ProgramLog log, CancellationToken stop) => LineReader.ReadAsync(
        stream,
        (line, _) =>
        {
            log.Add(line);
            return ValueTask.FromResult(true);
        },
        stop);
}

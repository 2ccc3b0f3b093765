using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NetnsTools.Linux.Tests.Support;
using NetnsTools.Programs;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Programs that run inside: their streams, and their end.</summary>
public sealed class ProgramRunTests : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public async Task What_it_reads_it_writes_and_its_exit_code_comes_back()
    {
        using NamespaceHandle handle = _network.Create();
        string output = string.Empty;
        using NamespaceLaunch launch = NamespaceLaunch.Prepare(handle, new());
        using ProgramRun run = ProgramRun.Start(launch, new ProgramRequest
        {
            Program = "sh",
            Arguments = ["-c", "cat; exit 7"],
            WriteInput = async (stream, stop) => await stream.WriteAsync("in and out"u8.ToArray(), stop),
            ReadOutput = async (stream, stop) => output = await LineReader.ReadAllAsync(stream, stop),
            ReadError = Ignore,
        });

        ProgramExit exit = await run.Completion;

        Assert.Equal("in and out", output);
        Assert.Equal(7, exit.ExitCode);
        Assert.True(exit.Duration > TimeSpan.Zero);
    }

    [RootTheory]
    [InlineData("exec sleep 1000")]
    [InlineData("trap '' TERM; sleep 1000; sleep 1000")]
    [InlineData("sleep 1000 & sleep 1000 & wait")]
    [InlineData("(setsid sleep 1000 &); sleep 1000")]
    [InlineData("exec env -i sleep 1000")]
    [InlineData("env -i setsid -f sleep 1000; exit 0")]
    [InlineData("kill -STOP $$")]
    public async Task Nothing_of_it_is_left_when_it_is_ended(string script)
    {
        using NamespaceHandle handle = _network.Create();
        using NamespaceLaunch launch = NamespaceLaunch.Prepare(handle, new());
        using ProgramRun run = Start(launch, script);
        // All that it starts is there: the last is a sleep, but for the one that halts itself.
        string last = script.Contains("sleep", StringComparison.Ordinal) ? "sleep" : "sh";
        bool daemon = script.EndsWith("exit 0", StringComparison.Ordinal);
        Deadline.Until("it runs", () => launch.HasEntered(run.ProcessId)
            && ProcessTable.Inside(handle) is { Count: > 0 } inside
            && inside.Any(process => process.Name == last && (!daemon || process.ParentId != run.ProcessId))
            && (!daemon || inside.All(process => process.Id != run.ProcessId)));
        Stopwatch watch = Stopwatch.StartNew();

        run.End(Grace);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "it took too long");
        _ = await run.Completion;
        Assert.Empty(ProcessTable.Inside(handle));
    }

    [RootFact]
    public async Task One_that_has_ended_can_be_ended_again()
    {
        using NamespaceHandle handle = _network.Create();
        using NamespaceLaunch launch = NamespaceLaunch.Prepare(handle, new());
        using ProgramRun run = Start(launch, "exit 3");
        Assert.Equal(3, (await run.Completion).ExitCode);

        run.End(Grace);
        run.End(Grace);

        Assert.Equal(3, (await run.Completion).ExitCode);
    }

    [RootFact]
    public void A_background_program_lets_its_namespace_go()
    {
        string name = _network.NewName();
        using StopSignal stop = new();
        BackgroundProgram program;
        using (NamespaceHandle handle = _network.Store.Create(name))
        {
            program = BackgroundProgram.Start(handle, new(), "sh", ["-c", "echo here; exec sleep 1000"], stop, static _ => { })!;
        }

        Deadline.Until("it has written", () => program.Output.ToString() == "here\n");
        Assert.False(program.HasExited);
        Assert.Null(program.Exit);
        program.End(Grace);
        Assert.True(program.HasExited);
        Assert.Equal(128 + 15, program.Exit?.ExitCode);
    }

    [RootFact]
    public void Stopping_while_it_starts_leaves_no_program()
    {
        using NamespaceHandle handle = _network.Create();
        using StopSignal stop = new();
        stop.Set();

        // It may have entered before the signal is looked at.
        BackgroundProgram.Start(handle, new(), "sleep", ["1000"], stop, static _ => { })?.End(Grace);

        Assert.Empty(ProcessTable.Inside(handle));
    }

    [RootFact]
    public void Who_holds_a_pipe_is_found()
    {
        using NamespaceHandle handle = _network.Create();
        using NamespaceLaunch launch = NamespaceLaunch.Prepare(handle, new());
        using ProgramRun run = Start(launch, "exec sleep 1000");
        string? pipe = ProcessFiles.Find(run.ProcessId, 1);

        Assert.StartsWith("pipe:[", pipe, StringComparison.Ordinal);
        List<int> holders = [];
        foreach (ProcessEntry holder in ProcessFiles.Holders([pipe!]))
        {
            holders.Add(holder.Id);
        }

        Assert.Contains(run.ProcessId, holders);
        run.End(Grace);
        Assert.Null(ProcessFiles.Find(run.ProcessId, 1));
    }

    private static ProgramRun Start(NamespaceLaunch launch, string script) => ProgramRun.Start(launch, new ProgramRequest
    {
        Program = "sh",
        Arguments = ["-c", script],
        ReadOutput = Ignore,
        ReadError = Ignore,
    });

    private static Task Ignore(Stream stream, CancellationToken stop) => stream.CopyToAsync(Stream.Null, stop);
}

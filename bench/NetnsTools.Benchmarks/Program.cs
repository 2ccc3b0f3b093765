using System;
using System.IO;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NetnsTools.Benchmarks;
using Perfolizer.Horology;

if (args is ["work"])
{
    LibraryWork.Answer();
    return;
}

// In this very process: a generated project would have to follow the rules of this repository. Short, for a minute in all.
Job job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(4)
    .WithIterationCount(10)
    .WithIterationTime(TimeInterval.FromMilliseconds(250));
IConfig config = DefaultConfig.Instance
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results"));
_ = BenchmarkSwitcher.FromAssembly(typeof(Messages).Assembly).Run(args.Length == 0 ? ["--filter", "*", "--join"] : args, config);

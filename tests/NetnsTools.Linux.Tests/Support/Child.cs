using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>A program that a test started; killed with what it started when it is disposed.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private bool _isDisposed;

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>What it printed, line after line.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>Starts a program here.</summary>
    public static Child Start(string program, params string[] arguments) => Start(program, arguments, null);

    /// <summary>Starts a program in a namespace, and returns when it runs there.</summary>
    public static Child StartInside(string path, params string[] command)
    {
        Child child = Start("nsenter", [$"--net={path}", "--", .. command], null);
        // nsenter becomes the program.
        Deadline.Until("the program runs", () => File.ReadAllText($"/proc/{child.Id}/cmdline").Split('\0')[0] is not ("nsenter" or ""));
        return child;
    }

    /// <summary>Starts a program here with one more entry in its environment.</summary>
    public static Child StartMarked(string name, string value, string program, params string[] arguments) =>
        Start(program, arguments, new KeyValuePair<string, string>(name, value));

    public bool HasExited => _process.HasExited;

    /// <summary>The number of the signal that ended it.</summary>
    public int WaitForSignal()
    {
        Assert(_process.WaitForExit(20_000));
        return _process.ExitCode - 128;
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static Child Start(string program, IEnumerable<string> arguments, KeyValuePair<string, string>? entry)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (entry is { } more)
        {
            start.Environment[more.Key] = more.Value;
        }

        return new Child(Process.Start(start)!);
    }

    private static void Assert(bool condition) => Xunit.Assert.True(condition, "It still runs after 20 s.");
}

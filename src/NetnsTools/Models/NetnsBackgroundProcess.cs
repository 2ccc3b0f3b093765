using System;
using NetnsTools.Linux;
using NetnsTools.Parameters;
using NetnsTools.Programs;

namespace NetnsTools;

/// <summary>A program that Start-NetnsProcess started: it goes on until it ends itself, is stopped, or PowerShell ends.</summary>
/// <remarks>All but what was known at its start is read anew each time.</remarks>
public sealed class NetnsBackgroundProcess : NetnsProcess
{
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(200);

    private readonly BackgroundProgram _program;
    private bool _hasWaited;

    internal NetnsBackgroundProcess(BackgroundProgram program, ProcessEntry source, NamespaceReference reference, string userName)
        : base(source, reference, userName) => _program = program;

    /// <summary>Whether the program has ended. Children that it started may go on.</summary>
    public bool HasExited => _program.HasExited;

    /// <summary>Its exit code; 128 and the signal's number where a signal ended it; null while it, or a child that holds its output, goes on.</summary>
    public int? ExitCode
    {
        get
        {
            // Its last words are read a moment after its end, and then it is known how it ended. A child may hold them back for ever.
            if (_program.Exit is null && !_hasWaited && HasExited)
            {
                _hasWaited = !_program.WaitForExit(LastWords);
            }

            return _program.Exit?.ExitCode;
        }
    }

    /// <summary>What it has written to its standard output so far: the last 4 million characters, by lines.</summary>
    public string StandardOutput => _program.Output.ToString();

    /// <summary>The same of its standard error.</summary>
    public string StandardError => _program.Error.ToString();

    internal override string? Marker => _program.Marker;

    /// <summary>How it ended and its last words, for whoever waits for it; null while it runs.</summary>
    internal string? DescribeEnd()
    {
        if (!HasExited)
        {
            return null;
        }

        // What it wrote last may still be on its way; a child may hold the pipes for ever.
        _ = _program.WaitForExit(LastWords);
        string ending = _program.Exit is { } exit ? $" with {exit}" : string.Empty;
        string words = (StandardError.Length > 0 ? StandardError : StandardOutput).TrimEnd();
        string last = words[(words.LastIndexOf('\n') + 1)..];
        return last.Length == 0 ? $"{this} has ended{ending}" : $"{this} has ended{ending}: {last}";
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetnsTools.Completers;

/// <summary>Names of programs in the search path that begin as what was typed.</summary>
public sealed class ProgramCompleter : Completer
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Of a path the shell knows more; of nothing there are thousands.
    private protected override IEnumerable<Candidate> Find(Question question) => question.Word.Length == 0 || question.Word.Contains('/', StringComparison.Ordinal)
        ? []
        : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Programs(folder, question.Word))
            .OrderBy(static candidate => candidate.Text, StringComparer.Ordinal);

    private static IEnumerable<Candidate> Programs(string folder, string beginning)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, $"{beginning}*", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive })
                .Where(static path => (File.GetUnixFileMode(path) & Executable) != 0)
                .Select(static path => new Candidate(Path.GetFileName(path), path))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that is not there, or not ours to read, has nothing to offer.
            return [];
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace NetnsTools;

/// <summary>Arguments as one would type them in a POSIX shell.</summary>
internal static class ShellText
{
    private const string Plain = "_-./:=@%+,";

    public static string Join(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote));

    private static string Quote(string argument) => argument.Length > 0 && argument.All(IsPlain)
        ? argument
        : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    // Letters of other scripts mean nothing to a shell.
    private static bool IsPlain(char character) => char.IsLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal);
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace NetnsTools.Programs;

/// <summary>Arguments as one line, quoted as a POSIX shell would need them.</summary>
internal static class CommandLineText
{
    private const string Harmless = "@%+=:,./-_";

    public static string Of(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote));

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(static one => char.IsLetterOrDigit(one) || Harmless.Contains(one, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

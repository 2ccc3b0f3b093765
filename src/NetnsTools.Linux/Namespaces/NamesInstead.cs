using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NetnsTools.Linux;

/// <summary>What to say to whoever asked for a name that is not there: the one that was likely meant, or those there are.</summary>
internal static class NamesInstead
{
    private const int MostNamed = 5;

    /// <summary>A sentence.</summary>
    public static string Describe(string name, IReadOnlyList<string> names)
    {
        string bare = Bare(name);
        string? alike = names.FirstOrDefault(one => Bare(one) == bare);
        string some = string.Join(", ", names.Take(MostNamed).Select(static one => $"'{one}'"));
        return alike is not null ? $"Was '{alike}' meant?"
            : names.Count == 0 ? "There is none at all."
            : names.Count == 1 ? $"There is only {some}."
            : names.Count <= MostNamed ? $"There are {some}."
            : string.Create(CultureInfo.InvariantCulture, $"There are {names.Count}: {some} and so on.");
    }

    // Case and dashes are what is mistyped most.
    private static string Bare(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}

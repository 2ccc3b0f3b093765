using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NetnsTools.Linux;

/// <summary>What to say to whoever asked for a name that is not there: the one that was likely meant, or those there are.</summary>
public static class NamesInstead
{
    private const int MostNamed = 5;

    /// <summary>A sentence.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="names">What there is.</param>
    public static string Describe(string name, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(names);
        string bare = Bare(name);
        string? alike = names.FirstOrDefault(one => Bare(one) == bare) ?? names.FirstOrDefault(one => IsOneSlipAway(Bare(one), bare));
        string some = string.Join(", ", names.Take(MostNamed).Select(static one => $"'{one}'"));
        return alike is not null ? $"Was '{alike}' meant?"
            : names.Count == 0 ? "There is none at all."
            : names.Count == 1 ? $"There is only {some}."
            : names.Count <= MostNamed ? $"There are {some}."
            : string.Create(CultureInfo.InvariantCulture, $"There are {names.Count}: {some} and so on.");
    }

    // One letter too many, too few, another, or two that changed places; of a short name that would be any other.
    private static bool IsOneSlipAway(string one, string other)
    {
        const int Shortest = 3;
        if (Math.Min(one.Length, other.Length) < Shortest || Math.Abs(one.Length - other.Length) > 1)
        {
            return false;
        }

        int same = 0;
        while (same < one.Length && same < other.Length && one[same] == other[same])
        {
            same++;
        }

        string left = one[same..];
        string right = other[same..];
        // Numbers are chosen, not mistyped: 'ns-2' is not meant by who says 'ns-3'.
        bool isNumber = (left.Length > 0 && char.IsAsciiDigit(left[0])) || (right.Length > 0 && char.IsAsciiDigit(right[0]));
        return !isNumber && (left.Length > right.Length ? left[1..] == right
            : left.Length < right.Length ? left == right[1..]
            : left.Length > 0 && (left[1..] == right[1..] || (left.Length > 1 && left[0] == right[1] && left[1] == right[0] && left[2..] == right[2..])));
    }

    // Case and dashes are what is mistyped most.
    private static string Bare(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}

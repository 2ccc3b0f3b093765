using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using NetnsTools.Linux;

namespace NetnsTools.Labs;

/// <summary>Names that no two labs of a machine share.</summary>
internal static class LabNames
{
    private const int Length = 6;
    // Without what is easily taken for another.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>A name for a lab: one in 900 million.</summary>
    public static string Next() => new(RandomNumberGenerator.GetItems<char>(Letters, Length));

    /// <summary>The name of a namespace in a lab.</summary>
    public static string Of(string name, string lab) => $"{name}-{lab}";

    /// <summary>Refuses names that cannot be, before anything is made.</summary>
    /// <exception cref="NetworkException">One cannot be a name with a lab's ending, or is there twice.</exception>
    public static void Validate(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            NamespaceName.Validate(name);
            NamespaceName.Validate(Of(name, new string(Letters[0], Length)));
        }

        if (names.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Lab, $"A lab cannot have two namespaces '{twice.Key}'.");
        }
    }
}

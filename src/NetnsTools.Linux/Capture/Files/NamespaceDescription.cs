using System;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>A namespace in an interface's description (<c>if_description</c>): the format has no field for it.</summary>
internal static class NamespaceDescription
{
    private const string Prefix = "network namespace ";

    /// <summary><c>network namespace ns-2</c>; null for no name.</summary>
    public static string? Format(string? name) => name is null ? null : $"{Prefix}{name}";

    /// <summary>The name; null where the description is another.</summary>
    public static string? Parse(string? description) =>
        description?.Length > Prefix.Length && description.StartsWith(Prefix, StringComparison.Ordinal) ? description[Prefix.Length..] : null;
}

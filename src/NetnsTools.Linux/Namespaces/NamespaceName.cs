using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace NetnsTools.Linux;

/// <summary>The rule for namespace names: one path component, because the name becomes a file under the run directory.</summary>
public static class NamespaceName
{
    /// <summary>The longest name in bytes (NAME_MAX).</summary>
    public const int MaximumBytes = 255;

    /// <summary>Refuses a name that is not one path component.</summary>
    /// <exception cref="NetworkException">The name breaks the rule; the message says how.</exception>
    public static void Validate(string? name)
    {
        if (Problem(name) is { } problem)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Namespace, problem);
        }
    }

    /// <summary>Whether the name can be used.</summary>
    public static bool IsValid([NotNullWhen(true)] string? name) => Problem(name) is null;

    private static string? Problem(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return "A namespace name cannot be empty.";
        }

        if (name is "." or "..")
        {
            return $"'{name}' cannot be a namespace name: it means a directory.";
        }

        if (name.Contains('/'))
        {
            return $"The namespace name '{name}' contains '/'; a name is one path component.";
        }

        if (name.Contains('\0'))
        {
            return "A namespace name cannot contain a NUL character.";
        }

        if (!IsText(name))
        {
            // It would become another name's file, that of U+FFFD.
            return "A namespace name cannot contain half a character (a lone surrogate).";
        }

        int bytes = Encoding.UTF8.GetByteCount(name);
        return bytes > MaximumBytes
            ? $"The namespace name '{name[..32]}…' has {bytes} bytes; at most {MaximumBytes} are possible."
            : null;
    }

    private static bool IsText(string name)
    {
        ReadOnlySpan<char> rest = name;
        while (Rune.DecodeFromUtf16(rest, out _, out int length) == OperationStatus.Done)
        {
            rest = rest[length..];
        }

        return rest.IsEmpty;
    }
}

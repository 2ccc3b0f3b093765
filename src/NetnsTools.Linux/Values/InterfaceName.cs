using System;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace NetnsTools.Linux;

/// <summary>The kernel's rule for interface names (<c>dev_valid_name</c>), with reasons.</summary>
public static class InterfaceName
{
    /// <summary>The longest name in bytes (IFNAMSIZ − 1).</summary>
    public const int MaximumBytes = 15;

    /// <summary>The longest alternative name in bytes (ALTIFNAMSIZ − 1).</summary>
    public const int MaximumAlternativeBytes = 127;

    /// <summary>Refuses what the kernel would refuse, in clearer words.</summary>
    /// <exception cref="NetworkException">The name breaks the rule; the message says how.</exception>
    public static void Validate(string? name)
    {
        if (Problem(name) is { } problem)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Link, problem);
        }
    }

    /// <summary>The same for who looks for a link: it may have alternative names, which may be longer.</summary>
    /// <exception cref="NetworkException">No link can have such a name.</exception>
    public static void ValidateAny(string? name)
    {
        if (Problem(name, MaximumAlternativeBytes) is { } problem)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Link, problem);
        }
    }

    /// <summary>Whether the kernel would take the name.</summary>
    public static bool IsValid([NotNullWhen(true)] string? name) => Problem(name) is null;

    private static string? Problem(string? name, int maximum = MaximumBytes)
    {
        if (string.IsNullOrEmpty(name))
        {
            return "An interface name cannot be empty.";
        }

        if (name is "." or "..")
        {
            return $"'{name}' cannot be an interface name: it means a directory.";
        }

        int bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes > maximum)
        {
            return $"The interface name '{name}' has {bytes} bytes; the kernel takes at most {MaximumBytes}.";
        }

        foreach (char character in name)
        {
            if (character is '/' or ':' || char.IsWhiteSpace(character) || character == '\0')
            {
                return $"The interface name '{name}' contains '{Show(character)}'; '/', ':', white space and NUL are not allowed.";
            }

            if (character == '%')
            {
                // The kernel would take it as a template (veth%d) and choose another name.
                return $"The interface name '{name}' contains '%', which the kernel takes as a template.";
            }
        }

        // The kernel's isspace goes byte by byte and takes 0xa0 for a no-break space: "à" is C3 A0.
        return Encoding.UTF8.GetBytes(name).AsSpan().Contains((byte)0xa0)
            ? $"The interface name '{name}' contains a letter with the byte 0xa0 in UTF-8, which the kernel takes for white space."
            : null;
    }

    private static string Show(char character) => char.IsControl(character) ? $"\\x{(int)character:x2}" : character.ToString();
}

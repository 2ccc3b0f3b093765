using System;
using System.Collections.Generic;
using System.Management.Automation.Runspaces;

namespace NetnsTools.Host.CommandLine;

/// <summary>
/// What follows a script on the command line, as parameters for it. Everything is a string, as with pwsh -File:
/// <c>a,b</c> is one string and not a list; only <c>-Name:true</c> and <c>-Name:$false</c> become booleans,
/// so that switches can be given a value.
/// </summary>
internal static class ScriptArguments
{
    /// <summary>Reads the words into named and positional parameters.</summary>
    public static IReadOnlyList<CommandParameter> Parse(ReadOnlySpan<string> words)
    {
        List<CommandParameter> parameters = [];
        string? pending = null;
        foreach (string word in words)
        {
            if (pending is not null)
            {
                parameters.Add(new CommandParameter(pending, word));
                pending = null;
            }
            else if (word.Length < 2 || !IsDash(word[0]))
            {
                parameters.Add(new CommandParameter(null, word));
            }
            else if (word.IndexOf(':', StringComparison.Ordinal) is int colon and >= 0)
            {
                if (colon == word.Length - 1)
                {
                    pending = word.TrimEnd(':');
                }
                else
                {
                    parameters.Add(new CommandParameter(word[..colon], BooleanOrText(word[(colon + 1)..])));
                }
            }
            else
            {
                // The engine's binder decides whether the next word is this parameter's value.
                parameters.Add(new CommandParameter(word));
            }
        }

        return parameters;
    }

    /// <summary>Whether the character starts a parameter: the typographic dashes that editors put in count too.</summary>
    public static bool IsDash(char character) => character is '-' or '\u2013' or '\u2014' or '\u2015';

    private static object BooleanOrText(string text) =>
        bool.TryParse(text.AsSpan(text[0] == '$' ? 1 : 0), out bool value) ? value : text;
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetnsTools.Parameters;

/// <summary>Finds arguments that were meant for a program, and that PowerShell took for abbreviated parameters: <c>-w</c> for -WorkingDirectory.</summary>
internal static class TakenArgument
{
    private const int Longest = 2; // who abbreviates a parameter writes more than that, and who means a program's option rarely does

    /// <summary>The first of them, and the parameter it was taken for; null for none, or where the command's text is not known.</summary>
    public static (string Argument, string Parameter)? Find(InvocationInfo invocation)
    {
        // Since PowerShell 7.4 there is the whole statement; the line is only its first.
        string text = PSObject.AsPSObject(invocation).Properties["Statement"]?.Value as string is { Length: > 0 } statement ? statement : invocation.Line ?? string.Empty;
        if (!text.Contains(" -", StringComparison.Ordinal))
        {
            return null;
        }

        IEnumerable<CommandAst> commands = Parser.ParseInput(text, out _, out _)
            .FindAll(ast => ast is CommandAst command && string.Equals(command.GetCommandName(), invocation.InvocationName, StringComparison.OrdinalIgnoreCase), true)
            .Cast<CommandAst>();
        foreach (CommandParameterAst written in commands.SelectMany(static command => command.CommandElements.TakeWhile(static element => element.Extent.Text != "--").OfType<CommandParameterAst>()))
        {
            if (written.ParameterName.Length <= Longest && TakenFor(invocation.MyCommand, written.ParameterName) is { } parameter)
            {
                return (written.Extent.Text, parameter);
            }
        }

        return null;
    }

    // The names of parameters in full, and their aliases, are no accident.
    private static string? TakenFor(CommandInfo command, string written)
    {
        IEnumerable<(string Name, string Parameter)> names = command.Parameters.Values
            .SelectMany(static parameter => parameter.Aliases.Prepend(parameter.Name).Select(name => (name, parameter.Name)));
        (string Name, string Parameter)[] matching = [.. names.Where(one => one.Name.StartsWith(written, StringComparison.OrdinalIgnoreCase))];
        return matching.Length == 0 || Array.Exists(matching, one => one.Name.Length == written.Length) ? null : matching[0].Parameter;
    }
}

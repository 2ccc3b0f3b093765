using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace NetnsTools.Host;

/// <summary>Redirected standard input as <c>$input</c>, for scripts that ask for it.</summary>
internal static class StandardInput
{
    /// <summary>
    /// The lines of redirected standard input if the command uses <c>$input</c>; null otherwise, so that a script
    /// that reads nothing takes nothing from whoever else reads the same stream.
    /// </summary>
    public static IEnumerable<string>? LinesIfUsedBy(Command command)
    {
        if (!Console.IsInputRedirected)
        {
            return null;
        }

        Ast script = command.IsScript
            ? Parser.ParseInput(command.CommandText, out _, out _)
            : Parser.ParseFile(command.CommandText, out _, out _);
        bool used = script.FindAll(node => node is VariableExpressionAst { VariablePath.UserPath: var name }
            && name.Equals("input", StringComparison.OrdinalIgnoreCase), searchNestedScriptBlocks: false).Any();
        return used ? Lines() : null;
    }

    /// <summary>The lines of standard input, as they come.</summary>
    public static IEnumerable<string> Lines()
    {
        while (Console.In.ReadLine() is string line)
        {
            yield return line;
        }
    }
}

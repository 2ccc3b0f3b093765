using System;
using System.Collections.Generic;
using System.Linq;

namespace NetnsTools.Help;

/// <summary>All that is to be said of one cmdlet.</summary>
internal sealed class CmdletHelp
{
    private const int FewestExamples = 3;

    public required string Verb { get; init; }

    public required string Noun { get; init; }

    public required IReadOnlyList<string> Synopsis { get; init; }

    public required IReadOnlyList<string> Description { get; init; }

    public required IReadOnlyList<ParameterHelp> Parameters { get; init; }

    /// <summary>Names of the sets, the default one first.</summary>
    public required IReadOnlyList<string> ParameterSets { get; init; }

    public required IReadOnlyList<TypeHelp> Inputs { get; init; }

    public required IReadOnlyList<TypeHelp> Outputs { get; init; }

    /// <summary>Examples, notes and links.</summary>
    public CmdletPage Page { get; set; } = CmdletPage.Empty;

    public string Name => $"{Verb}-{Noun}";

    /// <summary>What is missing, in sentences.</summary>
    public IEnumerable<string> Problems()
    {
        if (Synopsis.Count != 1)
        {
            yield return $"{Name} has {Synopsis.Count} synopses; it needs one.";
        }

        if (Description.Count == 0)
        {
            yield return $"{Name} has no description.";
        }

        foreach (ParameterHelp parameter in Parameters.Where(static parameter => parameter.Text.Length == 0))
        {
            yield return $"{Name} -{parameter.Name} has no text.";
        }

        foreach (TypeHelp type in Inputs.Concat(Outputs).Where(static type => type.Text.Length == 0))
        {
            yield return $"{Name} takes or gives {type.Name}, of which nothing is said.";
        }

        if (Page.Examples.Count < FewestExamples)
        {
            yield return $"{Name} has {Page.Examples.Count} examples in docs/cmdlets/{Name}.md; it needs {FewestExamples}.";
        }

        if (Page.Notes.Count == 0 || Page.Links.Count == 0)
        {
            yield return $"{Name} has no notes, or no related links, in docs/cmdlets/{Name}.md.";
        }
    }
}

/// <summary>One parameter, with its place in each set.</summary>
internal sealed record ParameterHelp(string Name, Type Type, string Text, IReadOnlyList<string> Aliases, bool Wildcards, string Default, IReadOnlyList<ParameterPlace> Places)
{
    public bool IsSwitch => Type == typeof(System.Management.Automation.SwitchParameter);
}

/// <summary>How a parameter is given in a set; null for all sets.</summary>
internal sealed record ParameterPlace(string? Set, bool IsMandatory, int? Position, bool ByValue, bool ByPropertyName);

/// <summary>A type that goes in or comes out.</summary>
internal sealed record TypeHelp(string Name, string Text);

using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using NetnsTools.Linux;
using NetnsTools.Parameters;

namespace NetnsTools.Completers;

/// <summary>Offers what is there while the user types. It only reads, never throws, and gives what it has when a tenth of a second is nearly over.</summary>
public abstract partial class Completer : IArgumentCompleter
{
    // A key was pressed, and somebody waits.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(80);

    // Where a link that is meant is, and where it shall be: the first that is given counts.
    private static readonly string[] PlaceParameters = ["SourceNamespace", "Namespace"];

    private protected Completer()
    {
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        ConcurrentQueue<Candidate> found = new();
        try
        {
            Question question = new(parameterName, word, Places(fakeBoundParameters));
            // Ours alone: what it still finds after the limit goes nowhere.
            _ = Task.Run(() => Collect(question, found)).Wait(Limit);
        }
        catch (Exception exception) when (exception is AggregateException or RuntimeException or NetworkException)
        {
            // Nothing to offer, or no right to see it.
        }

        WildcardPattern pattern = new($"{WildcardPattern.Escape(word)}*", WildcardOptions.IgnoreCase);
        return [.. found.ToArray().Where(one => pattern.IsMatch(one.Text)).DistinctBy(static one => one.Text).Select(Result)];
    }

    /// <summary>Finds what can be offered, the quick things first.</summary>
    private protected abstract IEnumerable<Candidate> Find(Question question);

    private void Collect(Question question, ConcurrentQueue<Candidate> found)
    {
        foreach (Candidate candidate in Find(question))
        {
            found.Enqueue(candidate);
        }
    }

    private static CompletionResult Result(Candidate one) => new(
        PlainWord().IsMatch(one.Text) ? one.Text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(one.Text)}'",
        one.Text,
        CompletionResultType.ParameterValue,
        one.ToolTip.Length > 0 ? one.ToolTip : one.Text);

    // What was typed already; null for the current namespace.
    private static NamespaceReference?[] Places(IDictionary bound)
    {
        foreach (string name in PlaceParameters)
        {
            if (bound?[name] is { } value && LanguagePrimitives.TryConvertTo(value, out NamespaceReference[] places))
            {
                return places;
            }
        }

        return [null];
    }

    // What needs no quotes at a prompt.
    [GeneratedRegex(@"^[A-Za-z0-9_./:][A-Za-z0-9_./:%+-]*$")]
    private static partial Regex PlainWord();

    /// <summary>What is typed, and where.</summary>
    private protected sealed record Question(string Parameter, string Word, NamespaceReference?[] Places);

    /// <summary>Something to offer.</summary>
    internal sealed record Candidate(string Text, string ToolTip = "");
}

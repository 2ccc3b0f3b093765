using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace NetnsTools.Host.Cmdlets;

/// <summary>
/// One element of a -Property list: a name (with wildcards), a script block, or a hashtable with Name or Label and
/// Expression, and for sorting Descending or Ascending.
/// </summary>
internal sealed class PropertyParameter
{
    private PropertyParameter(string? name, PSPropertyExpression expression, bool? descending)
    {
        Name = name;
        Expression = expression;
        Descending = descending;
    }

    /// <summary>The name a hashtable gives; null where the expression's own name stands.</summary>
    public string? Name { get; }

    /// <summary>How the value is found.</summary>
    public PSPropertyExpression Expression { get; }

    /// <summary>The order a hashtable asks for; null where it is the cmdlet's.</summary>
    public bool? Descending { get; }

    /// <summary>Reads a -Property list.</summary>
    public static List<PropertyParameter> Parse(object[]? values) => values is null ? [] : [.. Array.ConvertAll(values, Parse)];

    /// <summary>The first value for an object; null where there is none.</summary>
    public object? ValueOf(PSObject target)
    {
        List<PSPropertyExpressionResult> results = Expression.GetValues(target);
        return results.Count == 0 || results[0].Exception is not null ? null : results[0].Result;
    }

    private static PropertyParameter Parse(object given)
    {
        object plain = given is PSObject wrapped ? wrapped.BaseObject : given;
        if (plain is not IDictionary table)
        {
            return new PropertyParameter(name: null, ExpressionFrom(plain), descending: null);
        }

        string? name = null;
        object? expression = null;
        bool? descending = null;
        foreach (DictionaryEntry entry in table)
        {
            string key = entry.Key.ToString() ?? string.Empty;
            if (IsKey(key, "name") || IsKey(key, "label"))
            {
                name = entry.Value?.ToString();
            }
            else if (IsKey(key, "expression"))
            {
                expression = entry.Value;
            }
            else if (IsKey(key, "descending") || IsKey(key, "ascending"))
            {
                descending = LanguagePrimitives.IsTrue(entry.Value) == IsKey(key, "descending");
            }
            else
            {
                throw new PSArgumentException($"The {key} key is not valid.");
            }
        }

        object value = expression ?? name ?? throw new PSArgumentException("A property needs an Expression.");
        return new PropertyParameter(name, ExpressionFrom(value), descending);
    }

    private static PSPropertyExpression ExpressionFrom(object value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) is ScriptBlock script
        ? new PSPropertyExpression(script)
        : new PSPropertyExpression(value.ToString());

    private static bool IsKey(string given, string full) =>
        given.Length > 0 && full.StartsWith(given, StringComparison.OrdinalIgnoreCase);
}

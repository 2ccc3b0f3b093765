using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Compares values as PowerShell does: numbers with numbers, texts by culture, the incomparable as text.</summary>
internal sealed class PSObjectComparer(bool caseSensitive) : IComparer<object?>
{
    /// <inheritdoc/>
    public int Compare(object? x, object? y)
    {
        object? left = x is PSObject a ? a.BaseObject : x;
        object? right = y is PSObject b ? b.BaseObject : y;
        if (LanguagePrimitives.TryCompare(left, right, !caseSensitive, CultureInfo.CurrentCulture, out int result))
        {
            return result;
        }

        CompareOptions options = caseSensitive ? CompareOptions.None : CompareOptions.IgnoreCase;
        return CultureInfo.CurrentCulture.CompareInfo.Compare(left?.ToString(), right?.ToString(), options);
    }

    /// <summary>Whether two objects are the same: equal values, or property by property where they are only that.</summary>
    public bool Same(PSObject left, PSObject right)
    {
        if (left.BaseObject is not PSCustomObject || right.BaseObject is not PSCustomObject)
        {
            return LanguagePrimitives.Equals(left.BaseObject, right.BaseObject, !caseSensitive);
        }

        PSPropertyInfo[] properties = [.. left.Properties];
        return properties.Length == right.Properties.Count()
            && Array.TrueForAll(
                properties,
                property => right.Properties[property.Name] is { } other && Compare(property.Value, other.Value) == 0);
    }
}

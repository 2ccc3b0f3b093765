using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace NetnsTools.Parameters;

/// <summary>What PowerShell has wrapped up, or not.</summary>
internal static class PlainValue
{
    [return: NotNullIfNotNull(nameof(value))]
    public static object? Of(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}

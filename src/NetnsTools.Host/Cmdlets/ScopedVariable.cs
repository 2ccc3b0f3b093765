using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>
/// Variables of the caller's scope, or of a named one. A compiled cmdlet has no scope of its own, so the engine's
/// current scope is the caller's.
/// </summary>
internal static class ScopedVariable
{
    /// <summary>The variable; null where there is none.</summary>
    public static PSVariable? Get(PSCmdlet cmdlet, string name, string? scope) =>
        cmdlet.SessionState.PSVariable.Get(scope is null ? name : $"{scope}:{name}");

    /// <summary>Sets or creates the variable.</summary>
    public static void Set(PSCmdlet cmdlet, string name, object? value, string? scope) =>
        cmdlet.SessionState.PSVariable.Set($"{scope ?? "Local"}:{name}", value);
}

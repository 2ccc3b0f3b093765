using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Set-Variable: gives variables a value, in the caller's scope if not told otherwise.</summary>
[Cmdlet(VerbsCommon.Set, "Variable")]
public sealed class SetVariableCommand : PSCmdlet
{
    /// <summary>The names.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string[] Name { get; set; } = [];

    /// <summary>The value.</summary>
    [Parameter(Position = 1)]
    [AllowNull]
    public object? Value { get; set; }

    /// <summary>The scope, by its name; by number is not supported.</summary>
    [Parameter]
    [ValidateSet("Global", "Local", "Script")]
    public string? Scope { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            ScopedVariable.Set(this, name, Value, Scope);
        }
    }
}

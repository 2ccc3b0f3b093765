using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Get-Variable: variables by name.</summary>
[Cmdlet(VerbsCommon.Get, "Variable")]
[OutputType(typeof(PSVariable))]
public sealed class GetVariableCommand : PSCmdlet
{
    /// <summary>The names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string[] Name { get; set; } = [];

    /// <summary>Only the values.</summary>
    [Parameter]
    public SwitchParameter ValueOnly { get; set; }

    /// <summary>The scope, by its name; by number is not supported.</summary>
    [Parameter]
    [ValidateSet("Global", "Local", "Script")]
    public string? Scope { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            PSVariable? variable = ScopedVariable.Get(this, name, Scope);
            if (variable is null)
            {
                ItemNotFoundException exception = new($"Cannot find a variable with the name '{name}'.");
                WriteError(new ErrorRecord(exception, "VariableNotFound", ErrorCategory.ObjectNotFound, name));
            }
            else
            {
                WriteObject(ValueOnly ? variable.Value : variable);
            }
        }
    }
}

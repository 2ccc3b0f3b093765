using System;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>New-Object: calls a constructor.</summary>
[Cmdlet(VerbsCommon.New, "Object")]
public sealed class NewObjectCommand : PSCmdlet
{
    /// <summary>The type's name, as in a cast.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string TypeName { get; set; } = string.Empty;

    /// <summary>What the constructor is given.</summary>
    [Parameter(Position = 1)]
    [Alias("Args")]
    public object[] ArgumentList { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!LanguagePrimitives.TryConvertTo(TypeName, out Type? type))
        {
            PSArgumentException exception = new(
                $"Cannot find type [{TypeName}]: verify that the assembly containing this type is loaded.");
            ThrowTerminatingError(new ErrorRecord(exception, "TypeNotFound", ErrorCategory.InvalidType, targetObject: null));
        }

        // The language's own overload resolution and conversions.
        ScriptBlock constructor = ScriptBlock.Create("param($type, $arguments) $type::new.Invoke($arguments)");
        WriteObject(constructor.InvokeReturnAsIs(type, ArgumentList));
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Get-Member: what an object has, once per type.</summary>
[Cmdlet(VerbsCommon.Get, "Member")]
[OutputType(typeof(MemberDefinition))]
public sealed class GetMemberCommand : PSCmdlet
{
    private readonly HashSet<string> _types = [];

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Names of members, with wildcards.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The kinds of members.</summary>
    [Parameter]
    [Alias("Type")]
    public PSMemberTypes MemberType { get; set; } = PSMemberTypes.All;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null || !_types.Add(InputObject.TypeNames[0]))
        {
            return;
        }

        WildcardPattern[] patterns = Array.ConvertAll(Name, name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase));
        IEnumerable<PSMemberInfo> members = InputObject.Members
            .Where(member => (member.MemberType & MemberType) != 0
                && Array.Exists(patterns, pattern => pattern.IsMatch(member.Name))
                && !IsAccessor(member))
            .OrderBy(member => member.MemberType.ToString(), StringComparer.OrdinalIgnoreCase)
            .ThenBy(member => member.Name, StringComparer.OrdinalIgnoreCase);
        foreach (PSMemberInfo member in members)
        {
            // The engine's own view is tied to the name of pwsh's type.
            PSObject definition = new(new MemberDefinition(
                InputObject.TypeNames[0], member.Name, member.MemberType, member.ToString() ?? string.Empty));
            definition.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.MemberDefinition");
            WriteObject(definition);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_types.Count == 0)
        {
            InvalidOperationException exception = new("You must specify an object for the Get-Member cmdlet.");
            WriteError(new ErrorRecord(exception, "NoObjectInGetMember", ErrorCategory.CloseError, targetObject: null));
        }
    }

    private static bool IsAccessor(PSMemberInfo member) => member.MemberType == PSMemberTypes.Method
        && (member.Name.StartsWith("get_", StringComparison.Ordinal) || member.Name.StartsWith("set_", StringComparison.Ordinal));
}

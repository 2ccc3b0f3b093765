using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>A member of a type, from Get-Member.</summary>
/// <param name="TypeName">The type.</param>
/// <param name="Name">The member.</param>
/// <param name="MemberType">Its kind.</param>
/// <param name="Definition">How it is declared.</param>
public sealed record MemberDefinition(string TypeName, string Name, PSMemberTypes MemberType, string Definition);

using System.Management.Automation.Runspaces;
using NetnsTools.Linux;
using NetnsTools.Sessions;

namespace NetnsTools.Labs;

/// <summary>One thing that goes with its lab.</summary>
internal abstract record LabItem;

/// <summary>A name, and the namespace that was behind it.</summary>
internal sealed record LabNamespace(string Name, NamespaceIdentity Identity) : LabItem
{
    public override string ToString() => $"namespace '{Name}'";
}

/// <summary>A namespace that lived before: only its name goes.</summary>
internal sealed record LabAlias(string Name, NamespaceIdentity Identity) : LabItem
{
    public override string ToString() => $"name '{Name}'";
}

/// <summary>A link, where it was last seen.</summary>
internal sealed record LabLink(NetnsLink Link) : LabItem
{
    public override string ToString() => $"link '{Link.Name}' in {PlaceText.Of(Link.Namespace)}";
}

/// <summary>A program in the background.</summary>
internal sealed record LabProgram(NetnsBackgroundProcess Process) : LabItem
{
    public override string ToString() => $"process {Process} in {PlaceText.Of(Process.Namespace)}";
}

/// <summary>A running capture.</summary>
internal sealed record LabCapture(NetnsCapture Capture) : LabItem
{
    public override string ToString() => $"capture {Capture}";
}

/// <summary>A PowerShell inside a namespace.</summary>
internal sealed record LabSession(NamespacePowerShell Shell, PSSession Session) : LabItem
{
    public override string ToString() => $"session {Session.Id} in namespace '{Shell.Namespace}'";
}

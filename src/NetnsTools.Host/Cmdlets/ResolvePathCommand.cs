using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Resolve-Path: the full paths of what is there.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
public sealed class ResolvePathCommand : PathCommand
{
    /// <inheritdoc/>
    protected override void Process(string path) =>
        WriteObject(SessionState.Path.GetResolvedPSPathFromPSPath(Pattern(path)), enumerateCollection: true);
}

using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Push-Location: goes somewhere else and remembers the way back.</summary>
[Cmdlet(VerbsCommon.Push, "Location", DefaultParameterSetName = "Path")]
public sealed class PushLocationCommand : ProviderCommand
{
    /// <summary>Where to, with wildcards; only remembers if not given.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    /// <summary>Where to, as it is.</summary>
    [Parameter(ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SessionState.Path.PushCurrentLocation(stackName: null);
        string? target = LiteralPath is null ? Path : WildcardPattern.Escape(LiteralPath);
        if (target is not null)
        {
            ForPath(target, () => SessionState.Path.SetLocation(target));
        }
    }
}

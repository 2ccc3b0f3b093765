using System.Management.Automation;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Write-Information: an object for the information stream.</summary>
[Cmdlet(VerbsCommunications.Write, "Information")]
public sealed class WriteInformationCommand : PSCmdlet
{
    /// <summary>The object.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Alias("Msg", "Message")]
    [AllowNull]
    public object? MessageData { get; set; }

    /// <summary>Tags to find it by.</summary>
    [Parameter(Position = 1)]
    public string[]? Tags { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteInformation(MessageData, Tags);
}

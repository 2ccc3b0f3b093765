using System.IO;
using System.Management.Automation;
using NetnsTools.Captures;
using NetnsTools.Errors;
using NetnsTools.Linux;
using NetnsTools.Linux.Capture.Files;
using NetnsTools.Parameters;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Writes packets into a capture file that Wireshark, tshark and tcpdump open.</para>
/// <para type="description">pcapng keeps the interface, the namespace and the direction of each packet; pcap keeps bytes and times.
/// The file appears when it is whole: after an error or Ctrl+C a file that was there is as it was before.</para>
/// </summary>
[Cmdlet(VerbsData.Export, "NetnsCapture", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportNetnsCaptureCommand : NetnsCmdlet
{
    private CaptureFileReplacement? _file;
    private string _target = string.Empty;

    /// <summary>The file; packed with gzip where its name ends in .gz. Wildcards mean themselves.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath", "PSPath", "LP")]
    [AllowEmptyString]
    public string Path { get; set; } = string.Empty;

    /// <summary>Packets, or captures for all that they have so far.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    [CaptureToPacketsTransformation]
    public NetnsPacket[] InputObject { get; set; } = [];

    /// <summary>The format; without it pcap for files named .pcap or .cap, pcapng for all others; .gz behind that does not count.</summary>
    [Parameter]
    public CaptureFileFormat? Format { get; set; }

    /// <summary>Refuses to overwrite a file.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Gives the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // Without a file there is nothing that any packet could do.
        OrStop(Open);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetnsPacket packet in InputObject)
        {
            if (StopSignal.IsRaised)
            {
                return;
            }

            OrStop(() => _file?.Write(packet.Frame));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_file is null || StopSignal.IsRaised)
        {
            return;
        }

        OrStop(_file.Complete);
        if (PassThru)
        {
            WriteObject(new FileInfo(_target));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void OrStop(System.Action action)
    {
        try
        {
            action();
        }
        catch (NetworkException exception)
        {
            ThrowTerminatingError(ErrorMapper.ToErrorRecord(exception, Path));
        }
    }

    private void Open()
    {
        _target = CapturePath.ResolveFile(this, Path);
        if (ShouldProcess(_target, "Export packets"))
        {
            CaptureFileFormat format = Format ?? CaptureFileWriter.FormatOf(_target);
            WriteVerbose($"write {format} file '{_target}'.");
            _file = CaptureFileReplacement.Open(_target, format, new CaptureFileOptions { NoClobber = NoClobber }, StopSignal);
        }
    }
}

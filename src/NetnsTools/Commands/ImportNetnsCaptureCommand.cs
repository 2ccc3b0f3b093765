using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Captures;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Files;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Reads the packets of capture files: those of Export-NetnsCapture, Wireshark, tshark, tcpdump and others.</para>
/// <para type="description">pcapng and pcap, also packed with gzip. Packets come while the file is read. Of a damaged file those before
/// the damage come, and then an error.</para>
/// </summary>
[Cmdlet(VerbsData.Import, "NetnsCapture", DefaultParameterSetName = ByPath)]
[OutputType(typeof(NetnsPacket))]
public sealed class ImportNetnsCaptureCommand : NetnsCmdlet
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    /// <summary>The files, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [AllowEmptyString]
    public string[] Path { get; set; } = [];

    /// <summary>The files; wildcards mean themselves.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "LP")]
    [AllowEmptyString]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IEnumerable<string> files = ParameterSetName == ByPath
            ? Path.SelectMany(path => Attempt(path, () => CapturePath.ResolveFiles(this, path)) ?? [])
            : LiteralPath.Select(path => Attempt(path, () => CapturePath.ResolveFile(this, path))).OfType<string>();
        foreach (string file in files)
        {
            _ = Attempt(file, () => Import(file));
        }
    }

    private void Import(string file)
    {
        if (StopSignal.IsRaised)
        {
            return;
        }

        WriteVerbose($"read '{file}'.");
        using CaptureFileReader reader = CaptureFileReader.Open(file, StopSignal);
        foreach (CapturedFrame frame in reader.Read())
        {
            if (StopSignal.IsRaised)
            {
                return;
            }

            WriteObject(new NetnsPacket(frame));
        }
    }
}

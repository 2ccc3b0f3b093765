using System.IO;
using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Out-File: objects as the text that would be shown, in a file. The operators &gt; and &gt;&gt; use it.</summary>
[Cmdlet(VerbsData.Out, "File")]
public sealed class OutFileCommand : FrontEndCommandBase
{
    private StreamWriter? _file;
    private LineWriter? _lines;

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Path")]
    public string FilePath { get; set; } = string.Empty;

    /// <summary>What is in the file stays.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>No line ends in the file.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <summary>How wide a line may be; as wide as need be if not given.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _file = new StreamWriter(GetUnresolvedProviderPathFromPSPath(FilePath), Append) { AutoFlush = true };
        }
        catch (System.Exception exception) when (exception is IOException or System.UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(exception, "FileOpenFailure", ErrorCategory.OpenError, FilePath));
        }

        _lines = new LineWriter(WriteLine);
        EngineInternals.UseTextOutput(this, _lines, Width);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        _file?.Dispose();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _lines?.Dispose();
        _file?.Dispose();
        base.Dispose(disposing);
    }

    private void WriteLine(string line)
    {
        if (NoNewline)
        {
            _file?.Write(line);
        }
        else
        {
            _file?.WriteLine(line);
        }
    }
}

using System;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace NetnsTools.Host.Terminal;

/// <summary>
/// Shows text: output and the warning, verbose and debug streams on standard output, errors on standard error, as
/// pwsh does. Escape sequences only go to a terminal.
/// </summary>
internal sealed partial class ConsoleUserInterface : PSHostUserInterface, IDisposable
{
    private readonly object _gate = new();
    private readonly bool _nonInteractive;
    private readonly bool _errorColors;
    private readonly ProgressLine _progress = new();

    public ConsoleUserInterface(bool nonInteractive)
    {
        _nonInteractive = nonInteractive;
        bool colors = Environment.GetEnvironmentVariable("TERM") is string terminal && terminal != "dumb";
        if (Environment.GetEnvironmentVariable("NO_COLOR") is not null)
        {
            // https://no-color.org; this also covers text that is formatted and not shown (Out-String).
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
            colors = false;
        }

        SupportsVirtualTerminal = colors && !Console.IsOutputRedirected;
        _errorColors = colors && !Console.IsErrorRedirected;
    }

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal { get; }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUserInterface();

    /// <inheritdoc/>
    public override void Write(string value) => WriteText(value, newLine: false);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteText(Colored(foregroundColor, backgroundColor, value), newLine: false);

    /// <inheritdoc/>
    public override void WriteLine() => WriteText(string.Empty, newLine: true);

    /// <inheritdoc/>
    public override void WriteLine(string value) => WriteText(value, newLine: true);

    /// <inheritdoc/>
    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteText(Colored(foregroundColor, backgroundColor, value), newLine: true);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value)
    {
        // The error view ends with an empty line; on standard error pwsh leaves it out.
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        lock (_gate)
        {
            _progress.Clear();
            Console.Error.WriteLine(GetOutputString(value, _errorColors));
        }
    }

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteStyled(FormatStyle.Warning, $"WARNING: {message}");

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteStyled(FormatStyle.Verbose, $"VERBOSE: {message}");

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteStyled(FormatStyle.Debug, $"DEBUG: {message}");

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
        {
            _progress.Show(record);
        }
    }

    /// <summary>Takes the progress line off the terminal.</summary>
    public void ClearProgress()
    {
        lock (_gate)
        {
            _progress.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ClearProgress();
        Console.Out.Flush();
    }

    private void WriteStyled(FormatStyle style, string text) =>
        WriteText(GetFormatStyleString(style) + text + PSStyle.Instance.Reset, newLine: true);

    private void WriteText(string? value, bool newLine)
    {
        string text = string.IsNullOrEmpty(value) ? string.Empty : GetOutputString(value, SupportsVirtualTerminal);
        lock (_gate)
        {
            _progress.Clear();
            if (newLine)
            {
                Console.Out.WriteLine(text);
            }
            else
            {
                Console.Out.Write(text);
            }
        }
    }

    private string Colored(ConsoleColor foreground, ConsoleColor background, string value)
    {
        if (!SupportsVirtualTerminal)
        {
            return value;
        }

        // The terminal's own colours have no number; they stand for "as it is".
        const ConsoleColor Unset = ConsoleRawUserInterface.Unset;
        PSStyle style = PSStyle.Instance;
        string front = foreground == Unset ? string.Empty : style.Foreground.FromConsoleColor(foreground);
        string back = background == Unset ? string.Empty : style.Background.FromConsoleColor(background);
        return front + back + value + style.Reset;
    }
}

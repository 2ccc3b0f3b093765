using System;
using System.Management.Automation;

namespace NetnsTools.Host.Terminal;

/// <summary>Progress as one line at the foot of a terminal, on standard error; silent where that is redirected.</summary>
internal sealed class ProgressLine
{
    private const string EraseLine = "\r\u001b[K";
    private readonly bool _enabled = !Console.IsErrorRedirected
        && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");

    private bool _visible;

    /// <summary>Shows a record in place of the one before.</summary>
    public void Show(ProgressRecord record)
    {
        if (!_enabled)
        {
            return;
        }

        Clear();
        if (record.RecordType == ProgressRecordType.Completed)
        {
            return;
        }

        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete}%" : string.Empty;
        string text = $"{record.Activity}: {record.StatusDescription}{percent}";
        // A terminal that does not know its size says 0.
        int width = Console.WindowWidth > 1 ? Console.WindowWidth - 1 : 79;
        Console.Error.Write(text.Length > width ? text[..width] : text);
        _visible = true;
    }

    /// <summary>Takes the line off the terminal.</summary>
    public void Clear()
    {
        if (_visible)
        {
            Console.Error.Write(EraseLine);
            _visible = false;
        }
    }
}

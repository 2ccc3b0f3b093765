using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace NetnsTools.Host.Cmdlets;

/// <summary>A text writer that hands on whole lines: the formatter writes nothing else.</summary>
internal sealed class LineWriter(Action<string> onLine) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.Unicode;

    /// <inheritdoc/>
    public override void WriteLine(string? value) => onLine(value ?? string.Empty);
}

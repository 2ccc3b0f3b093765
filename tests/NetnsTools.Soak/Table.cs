using System.Collections.Generic;
using System.IO;

namespace NetnsTools.Soak;

/// <summary>What was done how often.</summary>
internal sealed class Table
{
    private readonly List<(string What, long Count)> _rows = [];

    public void Add(string what, long count) => _rows.Add((what, count));

    public void Write(TextWriter writer)
    {
        foreach ((string what, long count) in _rows)
        {
            writer.WriteLine($"{what,-40} {count,12:N0}");
        }
    }
}

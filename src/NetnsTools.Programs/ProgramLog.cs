using System.Collections.Generic;
using System.Text;

namespace NetnsTools.Programs;

/// <summary>The last of what a program has written, line by line; safe to read while it writes.</summary>
/// <param name="capacity">How many characters are kept at most; the oldest lines go first.</param>
public sealed class ProgramLog(int capacity)
{
    private readonly Queue<string> _lines = [];
    private long _length;

    /// <summary>How many lines have been dropped, because there were too many.</summary>
    public long DroppedLines { get; private set; }

    /// <summary>Adds a line.</summary>
    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            _length += line.Length + 1;
            while (_length > capacity && _lines.Count > 1)
            {
                _length -= _lines.Dequeue().Length + 1;
                DroppedLines++;
            }
        }
    }

    /// <summary>The text so far, each line with its end.</summary>
    public override string ToString()
    {
        lock (_lines)
        {
            StringBuilder text = new((int)_length);
            foreach (string line in _lines)
            {
                _ = text.Append(line).Append('\n');
            }

            return text.ToString();
        }
    }
}

using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace NetnsTools.Programs;

/// <summary>A program's text, line by line as it comes.</summary>
public static class LineReader
{
    // Smaller than the large object heap: it is allocated for every run.
    private const int BufferSize = 16 * 1024;

    /// <summary>Reads to the end. Bytes that are not UTF-8 become U+FFFD; a last line need not have an end.</summary>
    /// <param name="stream">The program's stream.</param>
    /// <param name="take">Gets each line without its end; returns whether it wants more. The rest is read all the same, so
    /// that the program is not held up.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task ReadAsync(
        Stream stream, Func<string, CancellationToken, ValueTask<bool>> take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(take);
        using StreamReader reader = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), false, BufferSize, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!await take(line, cancellationToken).ConfigureAwait(false))
            {
                await reader.BaseStream.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Reads the whole text.</summary>
    public static async Task<string> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), false, BufferSize, leaveOpen: true);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace NetnsTools.Programs;

/// <summary>What to run inside, and who reads and writes its streams.</summary>
public sealed record ProgramRequest
{
    /// <summary>A name, looked for in the search path, or a path. It becomes argument 0.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments; each arrives as it is.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Writes the program's standard input, which is closed afterwards; null for an empty one.</summary>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }

    /// <summary>Reads the program's standard output to its end.</summary>
    public required Func<Stream, CancellationToken, Task> ReadOutput { get; init; }

    /// <summary>Reads the program's standard error to its end.</summary>
    public required Func<Stream, CancellationToken, Task> ReadError { get; init; }
}

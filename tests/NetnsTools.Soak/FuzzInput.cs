using System;

namespace NetnsTools.Soak;

/// <summary>Something to be read, and who reads it.</summary>
/// <param name="Content">Bytes, or text as bytes; for the report.</param>
/// <param name="Read">Reads it.</param>
internal sealed record FuzzInput(byte[] Content, Action Read)
{
    public override string ToString() => Convert.ToHexStringLower(Content);
}

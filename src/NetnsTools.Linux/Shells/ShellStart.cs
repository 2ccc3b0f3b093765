using System.Collections.Generic;

namespace NetnsTools.Linux;

/// <summary>What a shell is started with.</summary>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables set or, with null, taken away.</param>
public sealed record ShellStart(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Environment);

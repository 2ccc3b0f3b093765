using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Tests that count what belongs to the whole process: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone in the process";
}

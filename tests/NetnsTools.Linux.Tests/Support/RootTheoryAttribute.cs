using System;
using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>The same as <see cref="RootFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() => Skip = new RootFactAttribute().Skip;
}

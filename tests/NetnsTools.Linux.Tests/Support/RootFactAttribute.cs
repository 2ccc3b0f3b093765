using System;
using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>A test on the real kernel. As root it runs; otherwise it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null! : "Needs root: it creates network namespaces.";
}

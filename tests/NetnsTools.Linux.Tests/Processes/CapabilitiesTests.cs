using Xunit;

namespace NetnsTools.Linux.Tests.Processes;

/// <summary>What is missing, out of <c>/proc/PID/status</c>.</summary>
public sealed class CapabilitiesTests
{
    [Theory]
    [InlineData("Name:\tx\nCapInh:\t0000000000000000\nCapEff:\t000001ffffffffff\nCapBnd:\t0\n", 0x1ffffffffffUL)]
    [InlineData("CapEff:\t0000000000003000", 0x3000UL)]
    [InlineData("CapEff:\tx\n", null)]
    [InlineData("CapEff:", null)]
    [InlineData("", null)]
    public void The_effective_set_is_read(string status, ulong? set) => Assert.Equal(set, Capabilities.Effective(status));
}

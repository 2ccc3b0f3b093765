using System;
using System.Text;
using Xunit;

namespace NetnsTools.Linux.Tests.Processes;

/// <summary>/proc/PID/stat and cmdline taken apart.</summary>
public sealed class ProcessStatTests
{
    // As the kernel printed it; only name, state and number of threads are put in.
    private const string Rest =
        "28704 28704 26002 0 -1 4194304 250 0 0 0 0 0 0 0 20 0 {2} 0 1355721 8069120 1219 18446744073709551615 94880813379584 0 0 0 0 0\n";

    [Theory]
    [InlineData("sleep")]
    [InlineData("a) (b")]
    [InlineData("a) S 1 (b")]
    [InlineData(" ")]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData(")))(((")]
    [InlineData("(sd-pam)")]
    public void A_name_may_contain_anything(string name)
    {
        Assert.Equal(new ProcessStat(28714, 28704, name, 1355721, false), Parse(name, 'S', 1));
    }

    [Theory]
    [InlineData('R', 1, false)]
    [InlineData('T', 1, false)]
    [InlineData('D', 9, false)]
    [InlineData('Z', 1, true)]
    [InlineData('X', 1, true)]
    [InlineData('Z', 2, false)]
    public void A_process_has_ended_when_its_last_thread_has(char state, int threads, bool ended)
    {
        Assert.Equal(ended, Parse("x", state, threads)!.Value.IsZombie);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1 (x")]
    [InlineData("1 )x(")]
    [InlineData("1 (x) S 2")]
    [InlineData("x (x) S 28704 28704 26002 0 -1 4194304 250 0 0 0 0 0 0 0 20 0 1 0 1355721 8069120")]
    [InlineData("1 (x) S y 28704 26002 0 -1 4194304 250 0 0 0 0 0 0 0 20 0 1 0 1355721 8069120")]
    public void A_broken_line_is_no_process(string line) => Assert.Null(ProcessStat.Parse(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("sleep\0300\0", new[] { "sleep", "300" })]
    [InlineData("sh\0-c\0\0", new[] { "sh", "-c", "" })]
    [InlineData("sh\0a b\0\0c\0", new[] { "sh", "a b", "", "c" })]
    [InlineData("no end", new[] { "no end" })]
    [InlineData("nginx: master process\0\0\0\0\0", new[] { "nginx: master process" })]
    public void Arguments_are_split_as_they_were_given(string content, string[] expected)
    {
        Assert.Equal(expected, ProcessTable.SplitArguments(Encoding.UTF8.GetBytes(content)));
    }

    [Fact]
    public void A_command_line_that_cannot_be_read_is_empty() => Assert.Empty(ProcessTable.SplitArguments(null));

    private static ProcessStat? Parse(string name, char state, int threads)
    {
        string rest = Rest.Replace("{2}", $"{threads}", StringComparison.Ordinal);
        return ProcessStat.Parse(Encoding.UTF8.GetBytes($"28714 ({name}) {state} {rest}"));
    }
}

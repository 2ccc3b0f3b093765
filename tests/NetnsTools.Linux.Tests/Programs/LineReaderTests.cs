using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using NetnsTools.Programs;
using Xunit;

namespace NetnsTools.Linux.Tests.Programs;

/// <summary>A program's text, line by line.</summary>
public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("\n", new[] { "" })]
    [InlineData("a\nb", new[] { "a", "b" })]
    [InlineData("a\r\n\r\nb\n", new[] { "a", "", "b" })]
    [InlineData("  a \n", new[] { "  a " })]
    [InlineData("Ünï 🐧\n", new[] { "Ünï 🐧" })]
    public async Task Lines_are_those_of_the_text(string text, string[] lines) =>
        Assert.Equal(lines, await Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task Bytes_that_are_not_text_are_marked_and_lose_nothing_around_them() =>
        Assert.Equal(["a\uFFFDb", "c"], await Read([(byte)'a', 0xff, (byte)'b', (byte)'\n', (byte)'c']));

    [Fact]
    public async Task Letters_may_be_cut_between_two_reads()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("🐧ü", 20_000)) + "\nend\n");

        List<string> lines = await Read(text, new TricklingStream(text, 3));

        Assert.Equal([string.Concat(Enumerable.Repeat("🐧ü", 20_000)), "end"], lines);
    }

    [Fact]
    public async Task What_nobody_wants_is_read_all_the_same()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("line\n", 100_000))));
        int taken = 0;

        await LineReader.ReadAsync(stream, (_, _) => ValueTask.FromResult(++taken < 2), CancellationToken.None);

        Assert.Equal(2, taken);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public async Task A_log_keeps_the_last_lines_and_counts_the_others()
    {
        ProgramLog log = new(capacity: 10);
        foreach (string line in (string[])["one", "two", "three", "four"])
        {
            log.Add(line);
        }

        Assert.Equal("four\n", log.ToString());
        Assert.Equal(3, log.DroppedLines);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int round = 0; round < 10_000; round++)
            {
                log.Add("x");
                Assert.True(log.ToString().Length <= 10);
            }
        })));
        Assert.Equal("x\nx\nx\nx\nx\n", log.ToString());
    }

    [Fact]
    public void A_line_longer_than_the_log_is_kept_alone()
    {
        ProgramLog log = new(capacity: 3);
        log.Add("a");
        log.Add("longer than that");
        Assert.Equal("longer than that\n", log.ToString());
    }

    [Theory]
    [InlineData(0, "exit code 0")]
    [InlineData(128, "exit code 128")]
    [InlineData(137, "exit code 137 (signal 9)")]
    [InlineData(192, "exit code 192 (signal 64)")]
    [InlineData(193, "exit code 193")]
    [InlineData(255, "exit code 255")]
    public void An_exit_code_says_which_signal_it_stands_for(int code, string text) =>
        Assert.Equal(text, new ProgramExit(code, TimeSpan.Zero).ToString());

    private static async Task<List<string>> Read(byte[] text, Stream? stream = null)
    {
        List<string> lines = [];
        await LineReader.ReadAsync(
            stream ?? new MemoryStream(text),
            (line, _) =>
            {
                lines.Add(line);
                return ValueTask.FromResult(true);
            },
            CancellationToken.None);
        return lines;
    }

    /// <summary>Gives a few bytes at a time, as a pipe may.</summary>
    private sealed class TricklingStream(byte[] content, int step) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
    }
}

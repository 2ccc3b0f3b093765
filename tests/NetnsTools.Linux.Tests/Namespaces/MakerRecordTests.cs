using System;
using System.Text;
using Xunit;

namespace NetnsTools.Linux.Tests.Namespaces;

/// <summary>The record of who made a namespace, as it stands in the file of its name.</summary>
public sealed class MakerRecordTests
{
    private const string Boot = "0b2d3d5e-5a43-4a1f-9c0d-6a1f2e3d4c5b";
    private const string First = $"netnstools 1 {Boot} 4026531836 4026531834 4711 123456789\n";
    private static readonly ProcessIdentity Maker = new(new ProcessWorld(Guid.Parse(Boot), 4026531836, 4026531834), 4711, 123456789);

    [Fact]
    public void Lines_are_what_the_format_says()
    {
        Assert.Equal(First, Encoding.ASCII.GetString(MakerRecord.FirstLine(Maker)));
        Assert.Equal("4 4026532177 42\n", Encoding.ASCII.GetString(MakerRecord.SecondLine(new NamespaceIdentity(4, 4026532177, 42))));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        NamespaceIdentity identity = new(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);
        ProcessIdentity last = new(new ProcessWorld(Guid.NewGuid(), ulong.MaxValue, 0), int.MaxValue, ulong.MaxValue);
        byte[] whole = [.. MakerRecord.FirstLine(last), .. MakerRecord.SecondLine(identity)];

        Assert.Equal(new MakerRecord(last, identity), MakerRecord.Parse(whole));
        Assert.Equal(new MakerRecord(last, null), MakerRecord.Parse(MakerRecord.FirstLine(last)));
        Assert.InRange(whole.Length, 1, MakerRecord.MaximumLength);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("netnstools 1 ")]
    [InlineData($"netnstools 2 {Boot} 1 1 1 1\n")]
    [InlineData($"Netnstools 1 {Boot} 1 1 1 1\n")]
    [InlineData($"netnstools 1 {Boot} 1 1 1 1")]
    [InlineData($"netnstools 1 {Boot} 1 1 1 1 ")]
    [InlineData($"netnstools 1 {Boot} 1 1 1\n")]
    [InlineData($"netnstools 1 {Boot} 1 1 0 1\n")]
    [InlineData($"netnstools 1 {Boot} 1 1 -1 1\n")]
    [InlineData($"netnstools 1 {Boot} 1 1 2147483648 1\n")]
    [InlineData($"netnstools 1 {Boot} 1 1 1 18446744073709551616\n")]
    [InlineData($"netnstools 1 {Boot}  1 1 1 1\n")]
    [InlineData($"netnstools 1 {{{Boot}}} 1 1 1 1\n")]
    [InlineData("netnstools 1 0b2d3d5e-5a43 1 1 1 1\n")]
    [InlineData($"{First}4 5 6")]
    [InlineData($"{First}4 5\n")]
    [InlineData($"{First}4 5 6\n7")]
    [InlineData($"{First}4 5 x\n")]
    [InlineData($"{First}\n")]
    public void What_is_no_whole_record_is_none(string content) => Assert.Null(MakerRecord.Parse(Encoding.ASCII.GetBytes(content)));

    [Fact]
    public void Every_part_of_a_record_is_none_but_its_first_line()
    {
        byte[] whole = Encoding.ASCII.GetBytes($"{First}4 4026532177 42\n");
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Equal(length == First.Length, MakerRecord.Parse(whole.AsSpan(0, length)) is not null);
        }

        Assert.NotNull(MakerRecord.Parse(whole));
    }
}

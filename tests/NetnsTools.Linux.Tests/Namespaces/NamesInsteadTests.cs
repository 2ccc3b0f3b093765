using System.Linq;
using Xunit;

namespace NetnsTools.Linux.Tests.Namespaces;

public class NamesInsteadTests
{
    [Theory]
    [InlineData("ns1", "ns-1,ns-2", "Was 'ns-1' meant?")]
    [InlineData("NS-1", "ns-1,ns-2", "Was 'ns-1' meant?")]
    [InlineData("ns_2", "ns-1,ns-2", "Was 'ns-2' meant?")]
    [InlineData("rde", "blue,red", "Was 'red' meant?")]
    [InlineData("blu", "blue,red", "Was 'blue' meant?")]
    [InlineData("redd", "blue,red", "Was 'red' meant?")]
    [InlineData("bluf", "blue,red", "Was 'blue' meant?")]
    [InlineData("ns-3", "ns-1,ns-2", "There are 'ns-1', 'ns-2'.")]
    [InlineData("ns-12", "ns-1,ns-21", "There are 'ns-1', 'ns-21'.")]
    [InlineData("ab", "ac,red", "There are 'ac', 'red'.")]
    [InlineData("web", "ns-1,ns-2", "There are 'ns-1', 'ns-2'.")]
    [InlineData("web", "ns-1", "There is only 'ns-1'.")]
    [InlineData("web", "", "There is none at all.")]
    public void Names_what_is_there(string name, string names, string sentence) =>
        Assert.Equal(sentence, NamesInstead.Describe(name, names.Length == 0 ? [] : names.Split(',')));

    [Fact]
    public void Names_a_few_of_many() =>
        Assert.Equal(
            "There are 1000: 'n0', 'n1', 'n2', 'n3', 'n4' and so on.",
            NamesInstead.Describe("web", [.. Enumerable.Range(0, 1000).Select(static number => $"n{number}")]));
}

using System;
using System.Linq;
using NetnsTools.Linux.Netlink;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>The writer: lengths, padding, nesting, growth.</summary>
public sealed class NetlinkRequestTests
{
    [Fact]
    public void A_bare_request_is_a_header_with_the_request_flag() =>
        Assert.Equal(
            [16, 0, 0, 0, 18, 0, 1, 0, 4, 3, 2, 1, 0, 0, 0, 0],
            new NetlinkRequest(18, NetlinkFlags.None).Finish(0x01020304).ToArray());

    [Theory]
    [InlineData("", "05 00 09 00 00 00 00 00")]
    [InlineData("abc", "08 00 09 00 61 62 63 00")]
    [InlineData("abcd", "09 00 09 00 61 62 63 64 00 00 00 00")]
    [InlineData("ä", "07 00 09 00 c3 a4 00 00")]
    public void A_string_has_its_NUL_within_the_length_and_zeros_up_to_the_next_word(string text, string hex) =>
        Assert.Equal(Hex(hex), Attributes(new NetlinkRequest(1, NetlinkFlags.None).Attribute(9, text)));

    [Fact]
    public void One_byte_is_padded_but_counted_as_one() =>
        Assert.Equal(Hex("05 00 09 00 7f 00 00 00"), Attributes(new NetlinkRequest(1, NetlinkFlags.None).Attribute(9, (byte)0x7f)));

    [Fact]
    public void A_nested_attribute_counts_what_is_inside_and_an_outer_one_both()
    {
        NetlinkRequest request = new(1, NetlinkFlags.None);
        using (request.Nest(1))
        {
            using (request.Nest(2))
            {
                _ = request.Attribute(3, 0x01020304u);
            }

            _ = request.Attribute(4, (byte)5);
        }

        Assert.Equal(
            Hex("18 00 01 00  0c 00 02 00  08 00 03 00 04 03 02 01  05 00 04 00 05 00 00 00"),
            Attributes(request));
    }

    [Fact]
    public void An_empty_nest_is_four_bytes_long()
    {
        NetlinkRequest request = new(1, NetlinkFlags.None);
        using (request.Nest(1))
        {
        }

        Assert.Equal(Hex("04 00 01 00"), Attributes(request));
    }

    [Fact]
    public void A_request_grows_over_its_first_buffer_and_keeps_what_it_had()
    {
        NetlinkRequest request = new(1, NetlinkFlags.None);
        for (int number = 0; number < 1000; number++)
        {
            _ = request.Attribute((ushort)number, (uint)number);
        }

        ReadOnlySpan<byte> attributes = Attributes(request);
        for (int number = 0; number < 1000; number++)
        {
            Assert.True(NetlinkAttribute.TryTake(ref attributes, out NetlinkAttribute attribute));
            Assert.Equal(number, attribute.Type);
            Assert.Equal((uint)number, attribute.AsUInt32());
        }

        Assert.True(attributes.IsEmpty);
    }

    [Fact]
    public void Finishing_again_changes_only_sequence_and_flags()
    {
        NetlinkRequest request = new NetlinkRequest(1, NetlinkFlags.Create).Attribute(1, 1u);
        byte[] first = request.Finish(1, NetlinkFlags.Dump).ToArray();
        byte[] second = request.Finish(2, NetlinkFlags.Ack).ToArray();

        Assert.Equal(0x701, BitConverter.ToUInt16(first, 6));
        Assert.Equal(0x405, BitConverter.ToUInt16(second, 6));
        Assert.Equal(first[12..], second[12..]);
    }

    [Fact]
    public void The_longest_value_is_65531_bytes()
    {
        byte[] longest = [.. Enumerable.Repeat((byte)1, 65531)];
        byte[] attributes = Attributes(new NetlinkRequest(1, NetlinkFlags.None).Attribute(7, longest));
        Assert.Equal(ushort.MaxValue, BitConverter.ToUInt16(attributes, 0));
        Assert.Equal(65536, attributes.Length);

        _ = Assert.Throws<ArgumentException>(() => new NetlinkRequest(1, NetlinkFlags.None).Attribute(7, new byte[65532]));
    }

    [Fact]
    public void A_nest_that_would_overflow_its_length_is_refused()
    {
        _ = Assert.Throws<InvalidOperationException>(static () =>
        {
            NetlinkRequest request = new(1, NetlinkFlags.None);
            using (request.Nest(1))
            {
                _ = request.Attribute(2, new byte[40000]).Attribute(2, new byte[40000]);
            }
        });
    }

    private static byte[] Attributes(NetlinkRequest request) => request.Finish(0)[NetlinkLayout.HeaderLength..].ToArray();

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", string.Empty, StringComparison.Ordinal));
}

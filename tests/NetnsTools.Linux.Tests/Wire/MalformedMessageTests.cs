using System;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>Answers that break the format are refused in words, never read over the end.</summary>
public sealed class MalformedMessageTests
{
    [Theory]
    [InlineData("01", "1 bytes where a message header of 16 should be")]
    [InlineData("10000000 0200 0000 00000000 000000", "15 bytes where a message header of 16 should be")]
    [InlineData("00000000 0200 0000 00000000 00000000", "a message of 0 bytes in a datagram with 16 left")]
    [InlineData("0f000000 0200 0000 00000000 00000000", "a message of 15 bytes in a datagram with 16 left")]
    [InlineData("11000000 0200 0000 00000000 00000000", "a message of 17 bytes in a datagram with 16 left")]
    [InlineData("ffffffff 0200 0000 00000000 00000000", "a message of 4294967295 bytes in a datagram with 16 left")]
    [InlineData("10000080 0200 0000 00000000 00000000", "a message of 2147483664 bytes in a datagram with 16 left")]
    public void A_message_whose_length_does_not_fit_is_refused(string hex, string reason) =>
        AssertRefused(reason, () => _ = Datagram.Decode(Hex(hex), LinkDecoder.Decode));

    [Fact]
    public void A_second_message_that_is_cut_off_is_refused_after_the_first_was_read()
    {
        byte[] datagram = GoldenFile.Read("link-dump.answer");
        int read = 0;

        AssertRefused("a message of 1504 bytes in a datagram with 1503 left", () => _ = Datagram.Decode(
            datagram.AsSpan(0, datagram.Length - 1),
            message =>
            {
                read++;
                return LinkDecoder.Decode(message);
            }));

        Assert.Equal(1, read);
    }

    [Fact]
    public void A_last_message_without_its_padding_is_read()
    {
        ReadOnlySpan<byte> datagram = Hex("11000000 0200 0000 01000000 02000000 2a");

        Assert.True(NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message));
        Assert.Equal(0x2a, Assert.Single(message.Payload.ToArray()));
        Assert.True(datagram.IsEmpty);
    }

    [Theory]
    [InlineData(RouteMessageType.NewLink, 15, 16)]
    [InlineData(RouteMessageType.NewLink, 0, 16)]
    [InlineData(RouteMessageType.NewAddress, 7, 8)]
    [InlineData(RouteMessageType.NewRoute, 11, 12)]
    public void A_payload_shorter_than_its_family_header_is_refused(int type, int length, int needed)
    {
        byte[] datagram = Datagram.Message((ushort)type, NetlinkFlags.None, 1, 1, new byte[length]);

        AssertRefused($"a payload of {length} bytes where {needed} should be", () => Walker.Walk(datagram));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(19)]
    public void An_acknowledgement_without_its_request_is_refused(int length)
    {
        byte[] datagram = Datagram.Message(NetlinkMessageType.Error, NetlinkFlags.None, 1, 1, new byte[length]);

        AssertRefused($"an acknowledgement of {length} bytes", () => Walker.Walk(datagram));
    }

    [Theory]
    [InlineData(21u)]
    [InlineData(4096u)]
    [InlineData(0x7ffffff0u)]
    [InlineData(0xffffffffu)]
    public void An_acknowledgement_that_echoes_more_than_it_holds_is_refused(uint echoed)
    {
        byte[] header = new byte[16];
        BitConverter.GetBytes(echoed).CopyTo(header, 0);
        byte[] datagram = Datagram.Message(NetlinkMessageType.Error, (NetlinkFlags)0x200, 1, 1, Datagram.Number(-22), header); // NLM_F_ACK_TLVS

        AssertRefused($"an acknowledgement that echoes {echoed} bytes in 20", () => Walker.Walk(datagram));
    }

    [Fact]
    public void An_acknowledgement_that_echoes_less_than_a_header_is_refused()
    {
        byte[] header = new byte[16];
        header[0] = 8;
        byte[] datagram = Datagram.Message(NetlinkMessageType.Error, (NetlinkFlags)0x200, 1, 1, Datagram.Number(-22), header);

        AssertRefused("an acknowledgement that echoes 8 bytes", () => Walker.Walk(datagram));
    }

    [Theory]
    [InlineData("0300 0100", "attribute 1 of 3 bytes with 4 left")]
    [InlineData("0900 0100 61626300", "attribute 1 of 9 bytes with 8 left")]
    [InlineData("0800 0200 0100", "attribute 2 of 8 bytes with 6 left")]
    [InlineData("0700 0200 010000 00", "attribute 2 holds 3 bytes where 4 should be")]
    public void Extended_acknowledgements_that_overrun_are_refused(string hex, string reason)
    {
        byte[] echoed = new byte[16];
        echoed[0] = 16; // nlmsg_len
        byte[] datagram = Datagram.Message(
            NetlinkMessageType.Error, (NetlinkFlags)0x300, 1, 1, Datagram.Number(-22), echoed, Hex(hex)); // NLM_F_CAPPED, NLM_F_ACK_TLVS

        AssertRefused(reason, () => Walker.Walk(datagram));
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", string.Empty, StringComparison.Ordinal));

    private static void AssertRefused(string reason, Action action)
    {
        NetworkException exception = Assert.Throws<NetworkException>(action);
        Assert.Equal(FaultKind.Protocol, exception.Fault);
        Assert.Equal(ObjectKind.Socket, exception.Subject);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }
}

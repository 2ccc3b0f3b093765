using System;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>The kernel's acknowledgements and refusals, recorded.</summary>
public sealed class VerdictTests
{
    [Theory]
    [InlineData("acknowledgement.answer", Errno.None, null, null)]
    [InlineData("error-exists.answer", Errno.Exists, null, null)]
    [InlineData("error-policy.answer", Errno.OutOfRange, "Attribute failed policy validation", 32)]
    [InlineData("error-nsid.answer", Errno.Exists, "Peer netns already has a nsid assigned", 20)]
    [InlineData("error-address.answer", Errno.AddressNotAvailable, "ipv4: Address not found", null)]
    [InlineData("error-no-route.answer", Errno.NetworkUnreachable, null, null)]
    [InlineData("error-no-device.answer", Errno.NoSuchDevice, null, null)]
    public void A_recorded_verdict_gives_number_sentence_and_offset(string golden, Errno errno, string? text, int? offset)
    {
        ReadOnlySpan<byte> datagram = GoldenFile.Read(golden);
        Assert.True(NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message));
        Assert.True(datagram.IsEmpty);

        NetlinkVerdict verdict = NetlinkProtocol.ReadError(message);

        Assert.Equal(new NetlinkVerdict(errno, text, offset), verdict);
        Assert.Equal(errno == Errno.None, verdict.IsSuccess);
    }

    [Theory]
    [InlineData("link-dump-done.answer")]
    [InlineData("address-dump-done.answer")]
    public void A_recorded_end_of_a_dump_is_a_success(string golden)
    {
        ReadOnlySpan<byte> datagram = GoldenFile.Read(golden);
        Assert.True(NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message));

        Assert.Equal(NetlinkMessageType.Done, message.Type);
        Assert.True(NetlinkProtocol.ReadDone(message).IsSuccess);
    }

    [Fact]
    public void A_capped_echo_is_skipped_by_its_header_though_its_length_says_more()
    {
        SentRequest request = new(16, NetlinkFlags.Request, 7, 1, new byte[200]);
        BitConverter.GetBytes(200).CopyTo(request.Bytes, 0);
        ReadOnlySpan<byte> datagram = request.Refuse(Errno.InvalidArgument, "no", 44);
        Assert.True(NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message));

        Assert.Equal(new NetlinkVerdict(Errno.InvalidArgument, "no", 44), NetlinkProtocol.ReadError(message));
    }

    [Fact]
    public void The_end_of_a_dump_can_carry_an_error_with_a_sentence()
    {
        ReadOnlySpan<byte> datagram = Datagram.Message(
            NetlinkMessageType.Done, (NetlinkFlags)0x200, 1, 1, Datagram.Number(-22), Datagram.Attribute(1, "bad dump")); // NLM_F_ACK_TLVS
        Assert.True(NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message));

        Assert.Equal(new NetlinkVerdict(Errno.InvalidArgument, "bad dump", null), NetlinkProtocol.ReadDone(message));
    }

    [Fact]
    public void The_end_of_a_dump_without_a_number_is_a_success()
    {
        ReadOnlySpan<byte> datagram = Datagram.Message(NetlinkMessageType.Done, NetlinkFlags.Multi, 1, 1);
        Assert.True(NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message));

        Assert.True(NetlinkProtocol.ReadDone(message).IsSuccess);
    }
}

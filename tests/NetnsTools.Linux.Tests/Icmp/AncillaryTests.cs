using System;
using System.Buffers.Binary;
using System.Linq;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Icmp;

/// <summary>Control data: recorded, cut off, and lying about its length.</summary>
public sealed class AncillaryTests
{
    private const int TimestampLength = 32; // one struct cmsghdr with a struct timespec
    private const long ReceivedAt4 = 1_795_456_108_161_704_988;
    private const long ReceivedAt6 = 1_795_456_108_161_771_671;
    private const int SecondMessage = 32;

    private static byte[] Control4 => GoldenFile.Read("control-ipv4.packet");

    private static byte[] Control6 => GoldenFile.Read("control-ipv6.packet");

    [Fact]
    public void The_receive_time_comes_in_nanoseconds() => Assert.Equal(new Ancillary(ReceivedAt4, null), Ancillary.Read(Control4));

    [Fact]
    public void With_IPv6_the_hop_limit_comes_too() => Assert.Equal(new Ancillary(ReceivedAt6, 63), Ancillary.Read(Control6));

    [Fact]
    public void The_order_does_not_matter()
    {
        byte[] control = Control6;

        Assert.Equal(new Ancillary(ReceivedAt6, 63), Ancillary.Read([.. control[SecondMessage..], .. control[..SecondMessage]]));
    }

    [Fact]
    public void Nothing_says_nothing()
    {
        Assert.Equal(new Ancillary(null, null), Ancillary.Read([]));
        Assert.Equal(new Ancillary(null, null), Ancillary.Read(new byte[128]));
    }

    [Fact]
    public void What_is_cut_off_is_left_out_and_what_is_before_it_is_kept()
    {
        byte[] control = Control6;
        const int EnoughForBoth = SecondMessage + 16 + sizeof(int);

        Assert.All(Enumerable.Range(0, control.Length + 1), length => Assert.Equal(
            new Ancillary(length >= TimestampLength ? ReceivedAt6 : null, length >= EnoughForBoth ? 63 : null),
            Ancillary.Read(control.AsSpan(0, length))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(15)] // less than its own header
    [InlineData(57)] // one more than there is
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(0x1_0000_0020)] // right in its lower half
    public void A_length_that_cannot_be_ends_the_reading(long length)
    {
        byte[] control = Control6;
        BinaryPrimitives.WriteInt64LittleEndian(control, length);
        Assert.Equal(new Ancillary(null, null), Ancillary.Read(control));

        control = Control6;
        BinaryPrimitives.WriteInt64LittleEndian(control.AsSpan(SecondMessage), length);
        Assert.Equal(new Ancillary(ReceivedAt6, null), Ancillary.Read(control));
    }

    [Theory]
    [InlineData(16)] // no data at all
    [InlineData(31)]
    public void A_timestamp_that_is_too_short_is_none(long length)
    {
        byte[] control = Control4;
        BinaryPrimitives.WriteInt64LittleEndian(control, length);

        Assert.Equal(new Ancillary(null, null), Ancillary.Read(control));
    }

    [Fact]
    public void A_hop_limit_that_is_too_short_is_none()
    {
        byte[] control = Control6;
        BinaryPrimitives.WriteInt64LittleEndian(control.AsSpan(SecondMessage), 19);

        Assert.Equal(new Ancillary(ReceivedAt6, null), Ancillary.Read(control));
    }

    [Theory]
    [InlineData(8)] // cmsg_level
    [InlineData(12)] // cmsg_type
    public void Control_data_of_another_kind_is_passed_over(int offset)
    {
        byte[] control = Control6;
        control[offset]++;
        Assert.Equal(new Ancillary(null, 63), Ancillary.Read(control));

        control = Control6;
        control[SecondMessage + offset]++;
        Assert.Equal(new Ancillary(ReceivedAt6, null), Ancillary.Read(control));
    }
}

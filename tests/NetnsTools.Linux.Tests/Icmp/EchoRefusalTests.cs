using System;
using System.Linq;
using NetnsTools.Linux.Icmp;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Icmp;

/// <summary>What is not about an echo of anybody, is cut off or damaged: null, never an exception.</summary>
public sealed class EchoRefusalTests
{
    private const int Mutations = 100_000;
    private const int Seed = 20260102;

    private static readonly string[] Datagrams =
    [
        "icmp4-echo-reply.packet", "icmp4-echo-reply-options.packet", "icmp4-network-unreachable.packet",
        "icmp4-fragmentation-needed.packet", "icmp4-time-exceeded.packet", "icmp4-time-exceeded-options.packet",
        "icmp4-udp-port-unreachable.packet", "icmp6-echo-reply.packet", "icmp6-no-route.packet", "icmp6-packet-too-big.packet",
        "icmp6-time-exceeded.packet", "icmp6-time-exceeded-first-fragment.packet", "icmp6-time-exceeded-later-fragment.packet",
        "icmp6-udp-port-unreachable.packet", "icmp6-neighbor-advertisement.packet",
    ];

    [Theory]
    [InlineData("icmp4-udp-port-unreachable.packet")]
    [InlineData("icmp6-udp-port-unreachable.packet")]
    [InlineData("icmp6-neighbor-advertisement.packet")]
    [InlineData("icmp6-time-exceeded-later-fragment.packet")] // no ICMP header in it
    public void What_is_about_no_echo_is_not_ours(string name) => Assert.Null(Read(name, GoldenFile.Read(name)));

    [Fact]
    public void A_request_is_no_answer()
    {
        Assert.Null(Changed("icmp4-echo-reply.packet", 20, 0, 8));
        Assert.Null(Read("icmp6", GoldenFile.Read("icmp6-echo-request.packet")));
    }

    [Theory]
    [InlineData(4)] // ICMP_SOURCE_QUENCH
    [InlineData(5)] // ICMP_REDIRECT
    [InlineData(12)] // ICMP_PARAMETERPROB
    public void Another_kind_of_error_is_left_alone(byte type) => Assert.Null(Changed("icmp4-time-exceeded.packet", 20, 11, type));

    [Theory]
    [InlineData("icmp4-time-exceeded.packet", 48, 8, 0)]
    [InlineData("icmp6-time-exceeded.packet", 48, 128, 129)]
    public void An_error_about_a_reply_is_not_about_a_request(string name, int offset, byte was, byte value) =>
        Assert.Null(Changed(name, offset, was, value));

    [Theory]
    [InlineData("icmp4-time-exceeded.packet", 37, 1, 17)] // protocol
    [InlineData("icmp6-time-exceeded.packet", 14, 58, 17)] // next header
    [InlineData("icmp6-time-exceeded-first-fragment.packet", 48, 58, 17)] // next header of the fragment
    public void An_error_about_another_protocol_is_not_ours_though_the_rest_looks_like_it(string name, int offset, byte was, byte value) =>
        Assert.Null(Changed(name, offset, was, value));

    [Theory]
    [InlineData(50, 0x00, 0x01)]
    [InlineData(51, 0x01, 0x09)]
    public void An_error_about_a_later_fragment_is_not_ours_though_its_data_looks_like_a_header(int offset, byte was, byte value) =>
        Assert.Null(Changed("icmp6-time-exceeded-first-fragment.packet", offset, was, value));

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x44)]
    public void An_IP_header_that_says_it_is_shorter_than_one_can_be_is_refused(byte value)
    {
        Assert.Null(Changed("icmp4-echo-reply.packet", 0, 0x45, value));
        Assert.Null(Changed("icmp4-time-exceeded.packet", 28, 0x45, value));
    }

    [Fact]
    public void An_IP_header_that_says_it_is_longer_than_the_datagram_is_refused()
    {
        Assert.Null(Changed("icmp4-echo-reply-empty.packet", 0, 0x45, 0x4f));
        Assert.Null(Changed("icmp4-time-exceeded.packet", 28, 0x45, 0x4f));
    }

    // Each from the first length on at which all that is needed is there.
    [Theory]
    [InlineData("icmp4-echo-reply.packet", 20 + 8)]
    [InlineData("icmp4-echo-reply-options.packet", 60 + 8)]
    [InlineData("icmp4-host-unreachable.packet", 20 + 8 + 20 + 8)]
    [InlineData("icmp4-fragmentation-needed.packet", 20 + 8 + 20 + 8)]
    [InlineData("icmp4-time-exceeded-options.packet", 60 + 8 + 60 + 8)]
    [InlineData("icmp6-echo-reply.packet", 8)]
    [InlineData("icmp6-no-route.packet", 8 + 40 + 8)]
    [InlineData("icmp6-packet-too-big.packet", 8 + 40 + 8)]
    [InlineData("icmp6-time-exceeded-first-fragment.packet", 8 + 40 + 8 + 8)]
    public void A_datagram_is_read_from_the_first_length_on_that_has_its_headers(string name, int enough)
    {
        byte[] whole = GoldenFile.Read(name);

        int[] read = [.. Enumerable.Range(0, whole.Length + 1).Where(length => Read(name, whole[..length]) is not null)];

        Assert.Equal(Enumerable.Range(enough, whole.Length + 1 - enough), read);
    }

    [Fact]
    public void Every_prefix_of_every_datagram_is_read_as_either_family_without_a_fault()
    {
        foreach (string name in Datagrams)
        {
            byte[] whole = GoldenFile.Read(name);
            for (int length = 0; length <= whole.Length; length++)
            {
                _ = IsRead("icmp4", whole[..length]);
                _ = IsRead("icmp6", whole[..length]);
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_random_mutations_are_read_without_a_fault()
    {
        byte[][] originals = [.. Datagrams.Select(GoldenFile.Read)];
        int read = 0;
#pragma warning disable CA5394 // Repeatable on purpose.
        Random random = new(Seed);
        for (int round = 0; round < Mutations; round++)
        {
            int which = random.Next(originals.Length);
            byte[] mutant = originals[which][..random.Next(originals[which].Length + 1)];
            for (int change = random.Next(1, 5); change > 0 && mutant.Length > 0; change--)
            {
                // Mostly the headers.
                mutant[random.Next(random.Next(4) == 0 ? mutant.Length : Math.Min(mutant.Length, 80))] = (byte)random.Next(256);
            }

            read += IsRead(Datagrams[which], mutant) ? 1 : 0;
        }
#pragma warning restore CA5394

        // Both ends must have been met, else the mutations were too mild or too wild.
        Assert.InRange(read, Mutations / 20, Mutations - (Mutations / 20));
    }

    private static bool IsRead(string name, byte[] datagram)
    {
        if (Read(name, datagram) is not { } message)
        {
            return false;
        }

        // What it says of the datagram must be true of it.
        Assert.InRange(message.Size, EchoCodec.HeaderLength, datagram.Length);
        Assert.Equal(message.Status == EchoStatus.Success, message.Target is null);
        Assert.InRange(datagram[message.Payload].Length, 0, datagram.Length);
        return true;
    }

    private static EchoMessage? Changed(string name, int offset, byte was, byte value)
    {
        byte[] datagram = GoldenFile.Read(name);
        Assert.NotNull(Read(name, datagram));
        Assert.Equal(was, datagram[offset]);
        datagram[offset] = value;
        return Read(name, datagram);
    }

    private static EchoMessage? Read(string name, byte[] datagram) =>
        name.StartsWith("icmp4", StringComparison.Ordinal) ? EchoCodec.Read4(datagram) : EchoCodec.Read6(datagram);
}

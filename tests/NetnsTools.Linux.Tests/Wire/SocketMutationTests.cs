using System;
using System.IO;
using System.Linq;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Sockets;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>Whatever comes in as a table of sockets: sockets or a protocol error, nothing else.</summary>
public sealed class SocketMutationTests
{
    private const int Mutations = 50_000;
    private const int Seed = 20260303;

    private static readonly byte[][] Originals = [.. GoldenFile.SocketAnswers.Select(GoldenFile.Read)];

    [Fact]
    public void Every_prefix_of_every_recorded_answer_is_read_or_refused()
    {
        Assert.NotEmpty(Originals);
        Assert.All(Originals, static whole => Assert.False(IsRefused(whole)));
        int refused = Originals.Sum(static whole => Enumerable.Range(0, whole.Length).Count(length => IsRefused(whole.AsSpan(0, length))));

        // Nearly all: only a cut between two messages is none.
        Assert.InRange(refused, Originals.Sum(static whole => whole.Length - 10), int.MaxValue);
    }

    [Fact]
    public void Every_prefix_of_every_recorded_answers_attributes_is_read_or_refused()
    {
        int refused = 0;
        foreach (byte[] whole in Originals)
        {
            for (int length = NetlinkLayout.HeaderLength; length < BitConverter.ToInt32(whole); length++)
            {
                // The outer length is made true again, so that the readers of attributes meet the cut.
                byte[] prefix = whole[..length];
                BitConverter.GetBytes(length).CopyTo(prefix, 0);
                refused += IsRefused(prefix) ? 1 : 0;
            }
        }

        Assert.InRange(refused, 72, int.MaxValue);
    }

    [Fact]
    public void Random_mutations_are_read_or_refused()
    {
#pragma warning disable CA5394 // Repeatable on purpose.
        Random random = new(Seed);
        int refused = 0;
        for (int round = 0; round < Mutations; round++)
        {
            byte[] mutant = [.. Originals[random.Next(Originals.Length)]];
            Mutation.Apply(mutant, random);
            refused += IsRefused(mutant) ? 1 : 0;
        }
#pragma warning restore CA5394

        // Both ends must have been met, else the mutations were too mild or too wild.
        Assert.InRange(refused, Mutations / 20, Mutations - (Mutations / 20));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(71)]
    public void A_payload_shorter_than_its_header_is_refused(int length)
    {
        byte[] datagram = Datagram.Message(SocketDiagnostics.ByFamily, NetlinkFlags.Multi, 1, 1, new byte[length]);

        NetworkException exception = Assert.Throws<NetworkException>(() => Walk(datagram));
        Assert.Equal(FaultKind.Protocol, exception.Fault);
        Assert.Contains($"a payload of {length} bytes where 72 should be", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_IPv6_only_flag_is_refused()
    {
        byte[] header = new byte[72];
        header[0] = 10; // AF_INET6
        byte[] datagram = Datagram.Message(
            SocketDiagnostics.ByFamily, NetlinkFlags.Multi, 1, 1, header, Datagram.Attribute(SocketDiagnostics.IPv6Only, Array.Empty<byte>()));

        Assert.Equal(FaultKind.Protocol, Assert.Throws<NetworkException>(() => Walk(datagram)).Fault);
    }

    [Fact]
    public void Random_lines_of_proc_are_read_or_refused()
    {
        const string line = "   1: 0100007F:1F91 00000000:0000 0A 00000000:00000005 00:00000000 00000000  1000        0 9629276 1 0000000043ae1259 100 0 0 10 0";
#pragma warning disable CA5394 // Repeatable on purpose.
        Random random = new(Seed);
        int refused = 0;
        for (int round = 0; round < Mutations; round++)
        {
            char[] mutant = line.ToCharArray();
            mutant[random.Next(mutant.Length)] = (char)random.Next(1, 128);
            refused += IsRefused(new string(mutant)[..random.Next(1, mutant.Length)]) ? 1 : 0;
        }
#pragma warning restore CA5394

        Assert.InRange(refused, Mutations / 20, Mutations - (Mutations / 20));
    }

    private static bool IsRefused(ReadOnlySpan<byte> datagram)
    {
        try
        {
            Walk(datagram);
            return false;
        }
        catch (NetworkException exception) when (exception.Fault == FaultKind.Protocol)
        {
            return true;
        }
    }

    private static bool IsRefused(string line)
    {
        try
        {
            using StringReader reader = new($"heads\n{line}");
            _ = SocketFileParser.Parse(reader, SocketProtocol.Tcp);
            return false;
        }
        catch (NetworkException exception) when (exception.Fault == FaultKind.Protocol)
        {
            return true;
        }
    }

    private static void Walk(ReadOnlySpan<byte> datagram)
    {
        while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
        {
            _ = SocketDecoder.Decode(message, SocketProtocol.Tcp);
        }
    }
}

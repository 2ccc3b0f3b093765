using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>Whatever comes in: an object or a protocol error, nothing else, and always an end.</summary>
public sealed class MutationTests
{
    private const int Mutations = 100_000;
    private const int Seed = 20260101;

    [Fact]
    public void Every_recorded_answer_is_read_without_a_fault()
    {
        Assert.NotEmpty(GoldenFile.Answers);
        Assert.All(GoldenFile.Answers, static name => Assert.True(Walker.Walk(GoldenFile.Read(name)) > 0));
    }

    [Fact]
    public void Every_prefix_of_every_recorded_answer_is_read_or_refused()
    {
        int refused = 0;
        foreach (string name in GoldenFile.Answers)
        {
            byte[] whole = GoldenFile.Read(name);
            for (int length = 0; length < whole.Length; length++)
            {
                refused += IsRefused(whole.AsSpan(0, length)) ? 1 : 0;
            }
        }

        // Nearly all: only a cut between two messages is none.
        Assert.InRange(refused, GoldenFile.Answers.Sum(static name => GoldenFile.Read(name).Length - 20), int.MaxValue);
    }

    [Fact]
    public void Every_prefix_of_every_recorded_answers_attributes_is_read_or_refused()
    {
        // The outer length is made true again, so that the readers of attributes meet the cut.
        foreach (string name in GoldenFile.Answers)
        {
            byte[] whole = GoldenFile.Read(name);
            int end = BitConverter.ToInt32(whole);
            for (int length = NetlinkLayout.HeaderLength; length < end; length++)
            {
                byte[] prefix = whole[..length];
                BitConverter.GetBytes(length).CopyTo(prefix, 0);
                _ = IsRefused(prefix);
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_random_mutations_are_read_or_refused()
    {
        byte[][] originals = [.. GoldenFile.Answers.Select(GoldenFile.Read)];
#pragma warning disable CA5394 // Repeatable on purpose.
        Random random = new(Seed);
        int refused = 0;
        for (int round = 0; round < Mutations; round++)
        {
            byte[] mutant = [.. originals[random.Next(originals.Length)]];
            Mutation.Apply(mutant, random);
            refused += IsRefused(mutant) ? 1 : 0;
        }
#pragma warning restore CA5394

        // Both ends must have been met, else the mutations were too mild or too wild.
        Assert.InRange(refused, Mutations / 20, Mutations - (Mutations / 20));
    }

    [Fact]
    public void The_client_survives_mutated_answers_to_every_kind_of_exchange()
    {
        byte[][] originals = [.. GoldenFile.Answers.Select(GoldenFile.Read)];
        HashSet<FaultKind> faults = [];
#pragma warning disable CA5394 // Repeatable on purpose.
        Random random = new(Seed + 1);
        for (int round = 0; round < Mutations / 10; round++)
        {
            byte[] mutant = [.. originals[random.Next(originals.Length)]];
            Mutation.Apply(mutant, random);
            _ = faults.Add(Exchange(mutant, random.Next(4)));
        }
#pragma warning restore CA5394

        Assert.Contains(FaultKind.Protocol, faults);
    }

    private static bool IsRefused(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _ = Walker.Walk(datagram);
            return false;
        }
        catch (NetworkException exception) when (exception.Fault == FaultKind.Protocol)
        {
            return true;
        }
    }

    // One exchange that is answered with the mutant; the fault it ended with.
    private static FaultKind Exchange(byte[] mutant, int kind)
    {
        FakeKernel kernel = new();
        for (int attempt = 0; attempt < 10; attempt++)
        {
            _ = kernel.Answer(request =>
            {
                byte[] answer = [.. mutant];
                BitConverter.GetBytes(request.Sequence).CopyTo(answer, 8);
                BitConverter.GetBytes(request.Port).CopyTo(answer, 12);
                return [answer, request.Done()];
            });
        }

        using NetlinkClient client = new(kernel);
        try
        {
            switch (kind)
            {
                case 0:
                    _ = new LinkOperations(client, null).List();
                    break;
                case 1:
                    _ = new AddressOperations(client, null).List();
                    break;
                case 2:
                    _ = new LinkOperations(client, null).Find(7);
                    break;
                default:
                    _ = new NamespaceIdOperations(client, null).List();
                    break;
            }

            return FaultKind.Failed;
        }
        catch (NetworkException exception)
        {
            return exception.Fault;
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Client;

/// <summary>Several requests in one datagram.</summary>
public sealed class BatchTests
{
    [Fact]
    public void Only_the_last_asks_for_an_acknowledgement_and_a_refusal_amid_them_belongs_to_its_own()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [Nth(request, 1).Refuse(Errno.Exists), Nth(request, 2).Acknowledge()]);
        using NetlinkClient client = new(kernel);
        CommandStep[] steps = [.. Enumerable.Range(0, 3).Select(static _ => new CommandStep(Numbers.Request(), Numbers.Listing))];

        client.Run(steps);

        SentRequest sent = Assert.Single(kernel.Requests);
        Assert.Equal(
            [(NetlinkFlags.Request, 0u), (NetlinkFlags.Request, 1u), (NetlinkFlags.Request | NetlinkFlags.Ack, 2u)],
            Messages(sent).Select(message => (message.Flags, message.Sequence - sent.Sequence)));
        Assert.Equal([Errno.None, Errno.Exists, Errno.None], steps.Select(static step => step.Verdict.Errno));
        Assert.Equal(0, kernel.Unread);
    }

    [Fact]
    public void Objects_and_a_table_behind_them_come_to_those_who_asked()
    {
        FakeKernel kernel = new FakeKernel().Answer(request =>
        [
            Nth(request, 0).Item(7, NetlinkFlags.None),
            Nth(request, 1).Refuse(Errno.NoSuchDevice),
            Datagram.Join(Nth(request, 2).Item(1), Nth(request, 2).Item(2)),
            Nth(request, 2).Done(),
        ]);
        using NetlinkClient client = new(kernel);
        QueryStep<string> found = new(Numbers.Request(), Numbers.Listing, Numbers.Decode);
        QueryStep<string> missing = new(Numbers.Request(), Numbers.Listing, Numbers.Decode);
        DumpStep<string> table = new(Numbers.Request(), Numbers.Listing, Numbers.Decode);

        client.Run(found, missing, table);

        Assert.Equal("7", found.ValueOrThrow());
        Assert.Equal(Errno.NoSuchDevice, Assert.Throws<KernelException>(missing.ValueOrThrow).Errno);
        Assert.Equal(["1", "2"], table.Items);
        Assert.True(table.IsConsistent);
        Assert.Equal(0, kernel.Unread);
    }

    [Fact]
    public void More_than_fit_into_a_datagram_go_in_several_of_which_each_ends_with_an_acknowledgement()
    {
        FakeKernel kernel = new();
        for (int datagram = 0; datagram < 2; datagram++)
        {
            _ = kernel.Answer(request => [Nth(request, Messages(request).Count - 1).Acknowledge()]);
        }

        using NetlinkClient client = new(kernel);
        byte[] filler = new byte[1000];
        client.Run([.. Enumerable.Range(0, 50).Select(_ => new CommandStep(Numbers.Request().Attribute(1, filler), Numbers.Listing))]);

        Assert.Equal(2, kernel.Requests.Count);
        Assert.Equal(50, kernel.Requests.Sum(static request => Messages(request).Count));
        Assert.All(kernel.Requests, static request => Assert.Equal(
            [.. Enumerable.Repeat(false, Messages(request).Count - 1), true],
            Messages(request).Select(static message => (message.Flags & NetlinkFlags.Ack) != 0)));
    }

    [Fact]
    public void A_table_that_does_not_come_last_is_refused_before_anything_is_sent()
    {
        FakeKernel kernel = new();
        using NetlinkClient client = new(kernel);

        _ = Assert.Throws<InvalidOperationException>(() => client.Run(
            new DumpStep<string>(Numbers.Request(), Numbers.Listing, Numbers.Decode), new CommandStep(Numbers.Request(), Numbers.Listing)));

        Assert.Empty(kernel.Requests);
    }

    private static SentRequest Nth(SentRequest datagram, int index) => datagram with { Sequence = datagram.Sequence + (uint)index };

    private static List<(NetlinkFlags Flags, uint Sequence)> Messages(SentRequest datagram)
    {
        List<(NetlinkFlags, uint)> messages = [];
        ReadOnlySpan<byte> rest = datagram.Bytes;
        while (NetlinkMessage.TryTake(ref rest, out NetlinkMessage message))
        {
            messages.Add((message.Flags, message.Sequence));
        }

        return messages;
    }
}

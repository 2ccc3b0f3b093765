using System;
using System.Runtime.CompilerServices;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Client;

/// <summary>Whose answer it is: sequence number and port.</summary>
public sealed class SequenceTests
{
    [Theory]
    [InlineData(1u)]
    [InlineData(1000u)]
    [InlineData(0x7fffffffu)]
    public void An_answer_to_an_earlier_request_is_passed_over(uint earlier)
    {
        FakeKernel kernel = new FakeKernel().Answer(
            request => [(request with { Sequence = request.Sequence - earlier }).Refuse(Errno.Exists), request.Acknowledge()]);
        using NetlinkClient client = new(kernel);

        Assert.True(client.TryExecute(Numbers.Request(), Numbers.Listing).IsSuccess);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(1000u)]
    [InlineData(0x7fffffffu)]
    public void An_answer_to_a_request_that_was_never_sent_is_refused(uint later)
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [(request with { Sequence = request.Sequence + later }).Acknowledge()]);
        using NetlinkClient client = new(kernel);

        NetworkException exception = Assert.Throws<NetworkException>(() => client.TryExecute(Numbers.Request(), Numbers.Listing));

        Assert.Equal(FaultKind.Protocol, exception.Fault);
        uint sent = kernel.Requests[0].Sequence;
        Assert.Contains(
            $"an answer to request {unchecked(sent + later)}, the last one sent was {sent}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_for_another_port_is_refused()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [(request with { Port = 4712 }).Acknowledge()]);
        using NetlinkClient client = new(kernel);

        NetworkException exception = Assert.Throws<NetworkException>(() => client.TryExecute(Numbers.Request(), Numbers.Listing));

        Assert.Equal(FaultKind.Protocol, exception.Fault);
        Assert.Contains("an answer for port 4712, ours is 4711", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_port_is_refused_in_queries_and_dumps_too()
    {
        FakeKernel kernel = new FakeKernel()
            .Answer(request => [(request with { Port = 0 }).Item(1)])
            .Answer(request => [(request with { Port = 0 }).Item(1)]);
        using NetlinkClient client = new(kernel);

        Assert.Equal(
            FaultKind.Protocol,
            Assert.Throws<NetworkException>(() => client.Query(Numbers.Request(), Numbers.Listing, Numbers.Decode)).Fault);
        Assert.Equal(
            FaultKind.Protocol,
            Assert.Throws<NetworkException>(() => client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode)).Fault);
    }

    [Fact]
    public void Sequence_numbers_wrap_around_and_answers_are_still_told_apart()
    {
        FakeKernel kernel = new();
        for (int request = 0; request < 4; request++)
        {
            _ = kernel.Answer(sent => [(sent with { Sequence = unchecked(sent.Sequence - 1) }).Refuse(Errno.Exists), sent.Acknowledge()]);
        }

        _ = kernel.Answer(sent => [(sent with { Sequence = unchecked(sent.Sequence + 1) }).Acknowledge()]);
        using NetlinkClient client = new(kernel);
        LastSequence(client) = uint.MaxValue - 2;

        for (int request = 0; request < 4; request++)
        {
            Assert.True(client.TryExecute(Numbers.Request(), Numbers.Listing).IsSuccess);
        }

        Assert.Equal([uint.MaxValue - 1, uint.MaxValue, 0, 1], kernel.Requests.ConvertAll(static request => request.Sequence));
        _ = Assert.Throws<NetworkException>(() => client.TryExecute(Numbers.Request(), Numbers.Listing));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_sequence")]
    private static extern ref uint LastSequence(NetlinkClient client);
}

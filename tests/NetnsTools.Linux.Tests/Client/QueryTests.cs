using System;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Client;

/// <summary>Requests for one object.</summary>
public sealed class QueryTests
{
    [Fact]
    public void The_object_is_the_answer_and_no_acknowledgement_is_asked_for()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Item(42, NetlinkFlags.None)]);
        using NetlinkClient client = new(kernel);

        Assert.Equal("42", client.Query(Numbers.Request(), Numbers.Listing, Numbers.Decode));

        Assert.Equal(NetlinkFlags.Request, Assert.Single(kernel.Requests).Flags);
    }

    [Fact]
    public void A_refusal_is_thrown()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Refuse(Errno.NoSuchDevice)]);
        using NetlinkClient client = new(kernel);

        KernelException exception = Assert.Throws<KernelException>(
            () => client.Query(Numbers.Request(), Numbers.Listing, Numbers.Decode));

        Assert.Equal(FaultKind.NotFound, exception.Fault);
    }

    [Fact]
    public void A_refusal_can_be_had_as_a_value()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Refuse(Errno.NoSuchDevice, "no such", 20)]);
        using NetlinkClient client = new(kernel);

        Assert.Null(client.TryQuery(Numbers.Request(), Numbers.Listing, Numbers.Decode, out NetlinkVerdict verdict));
        Assert.Equal(new NetlinkVerdict(Errno.NoSuchDevice, "no such", 20), verdict);
    }

    [Fact]
    public void A_bare_acknowledgement_where_an_object_should_be_is_a_protocol_fault()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Acknowledge()]);
        using NetlinkClient client = new(kernel);

        NetworkException exception = Assert.Throws<NetworkException>(
            () => client.Query(Numbers.Request(), Numbers.Listing, Numbers.Decode));

        Assert.Equal(FaultKind.Protocol, exception.Fault);
        Assert.Contains("an acknowledgement where an object should be", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_decoder_throws_comes_through_and_the_next_exchange_works()
    {
        FakeKernel kernel = new FakeKernel()
            .Answer(request => [request.Reply(Numbers.Type, NetlinkFlags.None, new byte[3])])
            .Answer(request => [request.Item(1, NetlinkFlags.None)]);
        using NetlinkClient client = new(kernel);

        NetworkException exception = Assert.Throws<NetworkException>(
            () => client.Query(Numbers.Request(), Numbers.Listing, Numbers.Decode));

        Assert.Equal(FaultKind.Protocol, exception.Fault);
        Assert.Equal("1", client.Query(Numbers.Request(), Numbers.Listing, Numbers.Decode));
    }
}

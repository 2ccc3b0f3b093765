using System;
using System.Collections.Generic;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Client;

/// <summary>Requests that change something: acknowledged or refused.</summary>
public sealed class ExecuteTests
{
    private static readonly Operation Words = new(ObjectKind.Link, "change link", "veth-1", "ns-1");

    [Fact]
    public void An_acknowledgement_ends_the_exchange()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Acknowledge()]);
        using NetlinkClient client = new(kernel);

        client.Execute(Numbers.Request(), Words);

        SentRequest sent = Assert.Single(kernel.Requests);
        Assert.Equal(98, sent.Type);
        Assert.Equal(NetlinkFlags.Request | NetlinkFlags.Ack, sent.Flags);
        Assert.Equal(0, kernel.Unread);
    }

    [Fact]
    public void A_refusal_says_operation_object_place_reason_and_the_kernels_own_words()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Refuse(Errno.InvalidArgument, "Bad luck.", 28)]);
        using NetlinkClient client = new(kernel);

        KernelException exception = Assert.Throws<KernelException>(() => client.Execute(Numbers.Request(), Words));

        Assert.Equal("Cannot change link 'veth-1' in namespace 'ns-1': Bad luck: Invalid argument (EINVAL).", exception.Message);
        Assert.Equal("change link", exception.Operation);
        Assert.Equal("veth-1", exception.ObjectName);
        Assert.Equal("ns-1", exception.Namespace);
        Assert.Equal(ObjectKind.Link, exception.Subject);
        Assert.Equal(FaultKind.InvalidInput, exception.Fault);
        Assert.Equal(Errno.InvalidArgument, exception.Errno);
        Assert.Equal("Bad luck.", exception.KernelMessage);
        Assert.Equal(28, exception.AttributeOffset);
    }

    [Fact]
    public void A_refusal_without_words_has_the_C_librarys()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Refuse(Errno.Exists)]);
        using NetlinkClient client = new(kernel);

        KernelException exception = Assert.Throws<KernelException>(() => client.Execute(Numbers.Request(), Words));

        Assert.Equal("Cannot change link 'veth-1' in namespace 'ns-1': File exists (EEXIST).", exception.Message);
        Assert.Null(exception.KernelMessage);
        Assert.Null(exception.AttributeOffset);
    }

    [Theory]
    [InlineData(Errno.PermissionDenied, FaultKind.PermissionDenied)]
    [InlineData(Errno.AccessDenied, FaultKind.PermissionDenied)]
    [InlineData(Errno.Exists, FaultKind.AlreadyExists)]
    [InlineData(Errno.AddressInUse, FaultKind.AlreadyExists)]
    [InlineData(Errno.NoSuchFile, FaultKind.NotFound)]
    [InlineData(Errno.NoSuchDevice, FaultKind.NotFound)]
    [InlineData(Errno.AddressNotAvailable, FaultKind.NotFound)]
    [InlineData(Errno.InvalidArgument, FaultKind.InvalidInput)]
    [InlineData(Errno.OutOfRange, FaultKind.InvalidInput)]
    [InlineData(Errno.Busy, FaultKind.Busy)]
    [InlineData(Errno.TryAgain, FaultKind.Busy)]
    [InlineData(Errno.NotSupported, FaultKind.NotSupported)]
    [InlineData(Errno.OutOfMemory, FaultKind.Failed)]
    [InlineData((Errno)4000, FaultKind.Failed)]
    public void Each_number_has_its_kind_of_fault(Errno errno, FaultKind fault)
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Refuse(errno)]);
        using NetlinkClient client = new(kernel);

        KernelException exception = Assert.Throws<KernelException>(() => client.Execute(Numbers.Request(), Words));

        Assert.Equal(fault, exception.Fault);
        Assert.Equal(errno, exception.Errno);
    }

    [Fact]
    public void A_refusal_for_want_of_a_right_says_which()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Refuse(Errno.PermissionDenied)]);
        using NetlinkClient client = new(kernel);

        KernelException exception = Assert.Throws<KernelException>(() => client.Execute(Numbers.Request(), Words));

        Assert.Contains("It needs root or CAP_NET_ADMIN", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_before_the_acknowledgement_are_passed_over()
    {
        FakeKernel kernel = new FakeKernel().Answer(
            request => [request.Item(1), Datagram.Join(request.Item(2), request.Acknowledge())]);
        using NetlinkClient client = new(kernel);

        Assert.True(client.TryExecute(Numbers.Request(), Words).IsSuccess);
    }

    [Fact]
    public void Each_request_has_the_next_sequence_number_and_is_told_in_words_before_it_is_sent()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Acknowledge()]).Answer(request => [request.Acknowledge()]);
        using NetlinkClient client = new(kernel);
        List<(string Words, int Sent)> heard = [];
        client.Trace = words => heard.Add((words, kernel.Requests.Count));

        client.Execute(Numbers.Request(), Words);
        client.Execute(Numbers.Request(), Words);

        Assert.Equal(kernel.Requests[0].Sequence + 1, kernel.Requests[1].Sequence);
        const string Said = "change link 'veth-1' in namespace 'ns-1'";
        Assert.Equal([(Said, 0), (Said, 1)], heard);
    }

    [Fact]
    public void Disposing_closes_the_transport()
    {
        FakeKernel kernel = new();
        new NetlinkClient(kernel).Dispose();

        Assert.True(kernel.IsDisposed);
    }
}

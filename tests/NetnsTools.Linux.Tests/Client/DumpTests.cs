using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Client;

/// <summary>Reading whole tables.</summary>
public sealed class DumpTests
{
    private const NetlinkFlags Interrupted = NetlinkFlags.Multi | NetlinkFlags.DumpInterrupted;

    [Fact]
    public void A_dump_runs_over_several_datagrams_to_its_end()
    {
        FakeKernel kernel = new FakeKernel().Answer(request =>
        [
            Datagram.Join(request.Item(1), request.Item(2)),
            request.Item(3),
            Datagram.Join(request.Item(4), request.Done()),
        ]);
        using NetlinkClient client = new(kernel);

        Assert.Equal(["1", "2", "3", "4"], client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));

        Assert.Equal(NetlinkFlags.Request | NetlinkFlags.Dump, Assert.Single(kernel.Requests).Flags);
        Assert.Equal(0, kernel.Unread);
    }

    [Fact]
    public void An_empty_table_is_an_empty_list()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Done()]);
        using NetlinkClient client = new(kernel);

        Assert.Empty(client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));
    }

    [Fact]
    public void What_the_decoder_leaves_out_and_no_operations_are_not_in_the_list()
    {
        FakeKernel kernel = new FakeKernel().Answer(request =>
        [
            request.Reply(NetlinkMessageType.Noop, NetlinkFlags.Multi),
            request.Reply(77, NetlinkFlags.Multi, new byte[4]),
            request.Item(1),
            request.Done(),
        ]);
        using NetlinkClient client = new(kernel);

        Assert.Equal(["1"], client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));
    }

    [Fact]
    public void An_interrupted_dump_is_read_to_its_end_and_then_once_more_from_the_start()
    {
        FakeKernel kernel = new FakeKernel()
            .Answer(request => [request.Item(1), request.Item(2, Interrupted), request.Item(3), request.Done()])
            .Answer(request => [request.Item(5), request.Item(6), request.Done()]);
        using NetlinkClient client = new(kernel);

        Assert.Equal(["5", "6"], client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));

        Assert.Equal(2, kernel.Requests.Count);
        Assert.Equal(kernel.Requests[0].Sequence + 1, kernel.Requests[1].Sequence);
        Assert.Equal(0, kernel.Unread);
    }

    [Fact]
    public void An_interruption_said_only_by_the_last_message_counts()
    {
        FakeKernel kernel = new FakeKernel()
            .Answer(request => [request.Item(1), request.Done(0, Interrupted)])
            .Answer(request => [request.Item(2), request.Done()]);
        using NetlinkClient client = new(kernel);

        Assert.Equal(["2"], client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));
    }

    [Fact]
    public void Ten_interrupted_dumps_in_a_row_are_given_up_as_busy()
    {
        FakeKernel kernel = new();
        for (int attempt = 0; attempt < 10; attempt++)
        {
            _ = kernel.Answer(request => [request.Item(1, Interrupted), request.Done()]);
        }

        using NetlinkClient client = new(kernel);

        NetworkException exception = Assert.Throws<NetworkException>(
            () => client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));

        Assert.Equal(FaultKind.Busy, exception.Fault);
        Assert.Equal(ObjectKind.Link, exception.Subject);
        Assert.Equal("Cannot list numbers in namespace 'ns-1': the table changed during 10 reads in a row.", exception.Message);
        Assert.Equal(10, kernel.Requests.Count);
    }

    [Fact]
    public void Nine_interrupted_dumps_and_a_good_one_succeed()
    {
        FakeKernel kernel = new();
        for (int attempt = 0; attempt < 9; attempt++)
        {
            _ = kernel.Answer(request => [request.Item(1, Interrupted), request.Done()]);
        }

        _ = kernel.Answer(request => [request.Item(2), request.Done()]);
        using NetlinkClient client = new(kernel);

        Assert.Equal(["2"], client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));
    }

    [Fact]
    public void An_error_inside_a_dump_is_thrown_with_the_kernels_words()
    {
        FakeKernel kernel = new FakeKernel().Answer(
            request => [request.Item(1), request.Refuse(Errno.InvalidArgument, "ipv4: Invalid values in header for address dump request", 16)]);
        using NetlinkClient client = new(kernel);

        KernelException exception = Assert.Throws<KernelException>(
            () => client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));

        Assert.Equal(Errno.InvalidArgument, exception.Errno);
        Assert.Equal("ipv4: Invalid values in header for address dump request", exception.KernelMessage);
    }

    [Fact]
    public void An_end_with_an_error_is_thrown()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Item(1), request.Done(-(int)Errno.NoSuchDevice)]);
        using NetlinkClient client = new(kernel);

        KernelException exception = Assert.Throws<KernelException>(
            () => client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));

        Assert.Equal(Errno.NoSuchDevice, exception.Errno);
        Assert.Equal("Cannot list numbers in namespace 'ns-1': No such device (ENODEV).", exception.Message);
    }

    [Fact]
    public void An_end_with_a_positive_number_is_none()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Item(1), request.Done(17)]);
        using NetlinkClient client = new(kernel);

        Assert.Equal(["1"], client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));
    }

    [Fact]
    public void A_dump_without_an_end_waits_for_the_transport_to_say_so()
    {
        FakeKernel kernel = new FakeKernel().Answer(request => [request.Item(1)]);
        using NetlinkClient client = new(kernel);

        NetworkException exception = Assert.Throws<NetworkException>(
            () => client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));

        Assert.Equal(FaultKind.TimedOut, exception.Fault);
    }

    [Fact]
    public void What_an_abandoned_dump_left_behind_does_not_disturb_the_next()
    {
        FakeKernel kernel = new FakeKernel()
            .Answer(request => [request.Reply(Numbers.Type, NetlinkFlags.Multi, new byte[2]), request.Item(1), request.Done()])
            .Answer(request => [request.Item(2), request.Done()]);
        using NetlinkClient client = new(kernel);
        NetworkException exception = Assert.Throws<NetworkException>(
            () => client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));
        Assert.Equal(FaultKind.Protocol, exception.Fault);
        Assert.Equal(2, kernel.Unread);

        Assert.Equal(["2"], client.Dump(Numbers.Request(), Numbers.Listing, Numbers.Decode));
    }

    [Fact]
    public void A_part_of_a_table_in_one_datagram_is_of_one_moment_whether_or_not_its_end_comes_in_another()
    {
        FakeKernel kernel = new FakeKernel()
            .Answer(request => [Datagram.Join(request.Item(1), request.Item(2), request.Done())])
            .Answer(request => [Datagram.Join(request.Item(1), request.Item(2)), request.Done()])
            .Answer(request => [request.Done()]);
        using NetlinkClient client = new(kernel);

        Assert.Equal(["1", "2"], client.DumpAtOnce(Numbers.Request(), Numbers.Listing, Numbers.Decode));
        Assert.Equal(["1", "2"], client.DumpAtOnce(Numbers.Request(), Numbers.Listing, Numbers.Decode));
        Assert.Equal([], client.DumpAtOnce(Numbers.Request(), Numbers.Listing, Numbers.Decode));
    }

    [Fact]
    public void In_several_datagrams_it_is_not_nor_where_the_kernel_says_so()
    {
        FakeKernel kernel = new FakeKernel()
            .Answer(request => [request.Item(1), Datagram.Join(request.Item(2), request.Done())])
            .Answer(request => [Datagram.Join(request.Item(1, Interrupted), request.Done())]);
        using NetlinkClient client = new(kernel);

        Assert.Null(client.DumpAtOnce(Numbers.Request(), Numbers.Listing, Numbers.Decode));
        Assert.Null(client.DumpAtOnce(Numbers.Request(), Numbers.Listing, Numbers.Decode));
        Assert.Equal(0, kernel.Unread);
    }
}

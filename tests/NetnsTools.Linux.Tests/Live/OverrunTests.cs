using System;
using System.Linq;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>A receive buffer that is too small for what the kernel has to say.</summary>
public sealed class OverrunTests : IDisposable
{
    private const int Links = 60;

    private readonly TestNetwork _network = new();
    private readonly Place _place;
    private readonly NetlinkClient _client;

    public OverrunTests()
    {
        _place = _network.CreatePlace();
        FileDescriptor socket = _place.Handle.OpenNetlink();
        _client = new NetlinkClient(new NetlinkSocket(socket));
        // The kernel takes no less than a page or so.
        Assert.Equal(Errno.None, LibC.SetOption(socket, LibC.SOL_SOCKET, LibC.SO_RCVBUF, 1));
        for (int number = 0; number < Links; number += 2)
        {
            _place.Route.Links.CreateVethPair(
                new VethEndSpecification { Name = $"v{number}" }, new VethEndSpecification { Name = $"v{number + 1}" });
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _network.Dispose();
    }

    [RootFact]
    public void A_list_waits_in_the_kernel_until_there_is_room()
    {
        LinkOperations links = new(_client, _place.Name);

        Assert.Equal(_place.Route.Links.List().Select(static link => link.Name), links.List().Select(static link => link.Name));
    }

    [RootFact]
    public void Answers_that_found_no_room_are_missed_at_once_and_not_mixed_up_with_later_ones()
    {
        Link[] all = [.. _place.Route.Links.List()];
        QueryStep<Link>[] steps = [.. all.Select(static link => new QueryStep<Link>(LinkEncoder.Get(link.Index), Numbers.Listing, LinkDecoder.Decode))];

        KernelException exception = Assert.Throws<KernelException>(() => _client.Run(steps));

        Assert.Equal((Errno.NoBuffers, ObjectKind.Socket), (exception.Errno, exception.Subject));
        Assert.Equal("Cannot exchange messages over netlink: No buffer space available (ENOBUFS).", exception.Message);
        string?[] answered = [.. steps.Select(static step => step.Value?.Name)];
        Assert.Contains(answered, static name => name is null);
        Assert.All(answered.Zip(all), static pair => Assert.True(pair.First is null || pair.First == pair.Second.Name));
        AssertRightAnswers(all);
    }

    [RootFact]
    public void Refusals_that_found_no_room_are_missed_at_once_too()
    {
        Link[] all = [.. _place.Route.Links.List()];
        CommandStep[] steps = [.. all.Select(static link => new CommandStep(LinkEncoder.Delete(link.Index + 5000), Numbers.Listing))];

        KernelException exception = Assert.Throws<KernelException>(() => _client.Run(steps));

        Assert.Equal(Errno.NoBuffers, exception.Errno);
        AssertRightAnswers(all);
        Assert.Equal(all.Length, _place.Route.Links.List().Count);
    }

    private void AssertRightAnswers(Link[] all)
    {
        LinkOperations links = new(_client, _place.Name);
        Assert.All(all, link => Assert.Equal(link.Name, links.Get(link.Index).Name));
        Assert.Null(links.Find(all.Length + 5000));
        Assert.Equal(all.Length, links.List().Count);
    }
}

using System;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>The real socket: truncation, strangers, many threads.</summary>
public sealed class NetlinkSocketTests : IDisposable
{
    private const ushort NewLinkProperty = 108; // RTM_NEWLINKPROP
    private const NetlinkFlags Append = (NetlinkFlags)0x800; // NLM_F_APPEND

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void A_truncated_answer_is_refused_and_the_socket_still_works()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        (Link link, _) = _network.CreatePair(left, right);
        using NetlinkClient client = new(new NetlinkSocket(left.Handle.OpenNetlink()));
        // 488 names of 127 bytes fit into one attribute, and with the rest of the link the answer is over 64 KiB.
        AddAlternativeNames(client, link, 488);

        NetworkException exception = Assert.Throws<NetworkException>(() => left.Route.Links.Get(link.Index));

        Assert.Equal((FaultKind.Protocol, ObjectKind.Socket), (exception.Fault, exception.Subject));
        Assert.Matches("^A netlink answer of 6[5-9][0-9]{3} bytes was truncated to 65536; it cannot be trusted.$", exception.Message);
        Assert.Equal("lo", left.Route.Links.Get(1).Name);
        left.Route.Links.Delete(link);
        Assert.Equal("lo", Assert.Single(left.Route.Links.List()).Name);
    }

    [RootFact]
    public void What_another_process_sends_to_our_port_is_passed_over()
    {
        Place place = _network.CreatePlace();
        using NetlinkSocket socket = new(place.Handle.OpenNetlink());
        using NetlinkClient client = new(socket);
        using FileDescriptor stranger = place.Handle.OpenNetlink();
        byte[] address = new byte[12]; // struct sockaddr_nl
        MemoryMarshal.Write(address, (ushort)LibC.AF_NETLINK);
        MemoryMarshal.Write(address.AsSpan(4), socket.Port);

        Assert.Equal(Errno.None, LibC.Send(stranger, "not a netlink message"u8, address));

        Assert.Equal("lo", client.Query(LinkEncoder.Get(1), Numbers.Listing, LinkDecoder.Decode).Name);
    }

    [RootFact]
    public async Task Threads_that_share_a_connection_each_get_their_own_answer()
    {
        Place left = _network.CreatePlace();
        Place right = _network.CreatePlace();
        Link[] links = [.. Enumerable.Range(0, 4).Select(_ => _network.CreatePair(left, right).Left)];

        Task[] tasks =
        [
            .. links.Select(link => Task.Run(() =>
            {
                for (int round = 0; round < 200; round++)
                {
                    Assert.Equal(link.Name, left.Route.Links.Get(link.Index).Name);
                    Assert.Equal(5, left.Route.Links.List().Count);
                }
            })),
        ];

        await Task.WhenAll(tasks);
    }

    private static void AddAlternativeNames(NetlinkClient client, Link link, int count)
    {
        for (int start = 0; start < count; start += 61)
        {
            NetlinkRequest request = new NetlinkRequest(NewLinkProperty, NetlinkFlags.Create | NetlinkFlags.Exclusive | Append)
                .Header(new LinkHeader { Index = link.Index });
            using (request.Nest(LinkAttribute.Properties | NetlinkLayout.NestedFlag))
            {
                for (int number = start; number < Math.Min(start + 61, count); number++)
                {
                    string name = "n" + number.ToString("d126", CultureInfo.InvariantCulture);
                    _ = request.Attribute(LinkAttribute.AlternativeName, name);
                }
            }

            client.Execute(request, Numbers.Listing);
        }
    }
}

using System.Runtime.CompilerServices;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Sockets;
using Xunit;

namespace NetnsTools.Linux.Tests.Wire;

/// <summary>Structures against the C headers (x86-64 and arm64 agree).</summary>
public sealed class LayoutTests
{
    [Fact]
    public void Headers_have_the_kernels_sizes()
    {
        Assert.Equal(16, Unsafe.SizeOf<LinkHeader>()); // struct ifinfomsg
        Assert.Equal(8, Unsafe.SizeOf<AddressHeader>()); // struct ifaddrmsg
        Assert.Equal(12, Unsafe.SizeOf<RouteHeader>()); // struct rtmsg
        Assert.Equal(16, Unsafe.SizeOf<AddressLifetimes>()); // struct ifa_cacheinfo
        Assert.Equal(56, Unsafe.SizeOf<SocketRequestHeader>()); // struct inet_diag_req_v2
        Assert.Equal(72, Unsafe.SizeOf<SocketHeader>()); // struct inet_diag_msg
        Assert.Equal(48, Unsafe.SizeOf<SocketId>()); // struct inet_diag_sockid
        Assert.Equal(4, Unsafe.SizeOf<SocketFilterStep>()); // struct inet_diag_bc_op
        Assert.Equal(16, NetlinkLayout.HeaderLength); // struct nlmsghdr
        Assert.Equal(4, NetlinkLayout.AttributeHeaderLength); // struct nlattr
    }

    [Fact]
    public void A_link_headers_fields_lie_where_the_kernel_has_them()
    {
        LinkHeader header = new() { Family = 1, Padding = 2, Type = 0x0403, Index = 0x08070605, Flags = 0x0c0b0a09, Change = 0x100f0e0d };

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], Bytes(header));
    }

    [Fact]
    public void An_address_headers_fields_lie_where_the_kernel_has_them()
    {
        AddressHeader header = new() { Family = 1, PrefixLength = 2, Flags = 3, Scope = 4, LinkIndex = 0x08070605 };

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Bytes(header));
    }

    [Fact]
    public void A_route_headers_fields_lie_where_the_kernel_has_them()
    {
        RouteHeader header = new()
        {
            Family = 1,
            DestinationLength = 2,
            SourceLength = 3,
            TypeOfService = 4,
            Table = 5,
            Protocol = 6,
            Scope = 7,
            Type = 8,
            Flags = 0x0c0b0a09,
        };

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], Bytes(header));
    }

    [Fact]
    public void Lifetimes_lie_where_the_kernel_has_them()
    {
        AddressLifetimes lifetimes = new() { Preferred = 0x04030201, Valid = 0x08070605, Created = 0x0c0b0a09, Updated = 0x100f0e0d };

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], Bytes(lifetimes));
    }

    private static byte[] Bytes<T>(T header)
        where T : unmanaged => new NetlinkRequest(0, NetlinkFlags.None).Header(header).Finish(0)[NetlinkLayout.HeaderLength..].ToArray();
}

using System.Net.Sockets;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>Address requests on the wire.</summary>
internal static class AddressEncoder
{
    public static NetlinkRequest Dump(int? linkIndex, AddressFamily? family) =>
        new NetlinkRequest(RouteMessageType.GetAddress, NetlinkFlags.None)
            .Header(new AddressHeader { Family = AddressBytes.Family(family), LinkIndex = linkIndex ?? 0 });

    /// <summary>Adds an address; <c>ip addr add</c> with the same words sends the same bytes.</summary>
    public static NetlinkRequest Add(int linkIndex, AddressPrefix prefix, AddressFlags flags)
    {
        byte[] bytes = prefix.Address.GetAddressBytes();
        NetlinkRequest request = new NetlinkRequest(RouteMessageType.NewAddress, NetlinkFlags.Create | NetlinkFlags.Exclusive)
            .Header(Header(linkIndex, prefix.Address.AddressFamily, prefix.PrefixLength))
            .Attribute(AddressAttribute.Local, bytes)
            .Attribute(AddressAttribute.Address, bytes);
        return flags == AddressFlags.None ? request : request.Attribute(AddressAttribute.Flags, (uint)flags);
    }

    public static NetlinkRequest Delete(LinkAddress address)
    {
        // Prefix, own address and peer together say which one is meant.
        return new NetlinkRequest(RouteMessageType.DeleteAddress, NetlinkFlags.None)
            .Header(Header(address.LinkIndex, address.Family, address.PrefixLength))
            .Attribute(AddressAttribute.Local, address.Address.GetAddressBytes())
            .Attribute(AddressAttribute.Address, (address.Peer ?? address.Address).GetAddressBytes());
    }

    private static AddressHeader Header(int linkIndex, AddressFamily family, int prefixLength) => new()
    {
        Family = AddressBytes.Family((AddressFamily?)family),
        PrefixLength = (byte)prefixLength,
        LinkIndex = linkIndex,
    };
}

using System.Text;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>Link requests on the wire.</summary>
internal static class LinkEncoder
{
    /// <summary>All links, or those of one kind.</summary>
    public static NetlinkRequest Dump(string? kind = null)
    {
        NetlinkRequest request = new NetlinkRequest(RouteMessageType.GetLink, NetlinkFlags.None)
            .Header(new LinkHeader())
            .Attribute(LinkAttribute.ExtendedMask, LinkAttribute.SkipStatistics);
        if (kind is not null)
        {
            using (request.Nest(LinkAttribute.Info))
            {
                _ = request.Attribute(LinkAttribute.InfoKind, Encoding.UTF8.GetBytes(kind));
            }
        }

        return request;
    }

    public static NetlinkRequest Get(int index, int? namespaceId = null)
    {
        NetlinkRequest request = new NetlinkRequest(RouteMessageType.GetLink, NetlinkFlags.None)
            .Header(new LinkHeader { Index = index })
            .Attribute(LinkAttribute.ExtendedMask, LinkAttribute.SkipStatistics);
        return namespaceId is { } id ? request.Attribute(LinkAttribute.TargetNamespaceId, (uint)id) : request;
    }

    public static NetlinkRequest Get(string name) =>
        new NetlinkRequest(RouteMessageType.GetLink, NetlinkFlags.None)
            .Header(new LinkHeader())
            .Attribute(LinkAttribute.ExtendedMask, LinkAttribute.SkipStatistics)
            // A longer one can only be an alternative name; short ones are looked for among both by the kernel itself.
            .Attribute(InterfaceName.IsValid(name) ? LinkAttribute.Name : LinkAttribute.AlternativeName, name);

    public static NetlinkRequest Delete(int index) =>
        new NetlinkRequest(RouteMessageType.DeleteLink, NetlinkFlags.None).Header(new LinkHeader { Index = index });

    /// <summary>Deletes every link of a group, waiting for the kernel once for all.</summary>
    public static NetlinkRequest DeleteGroup(uint group) =>
        new NetlinkRequest(RouteMessageType.DeleteLink, NetlinkFlags.None)
            .Header(new LinkHeader())
            .Attribute(LinkAttribute.Group, group);

    /// <summary>Both ends in one message, each in its namespace.</summary>
    /// <param name="left">The end that the message is about.</param>
    /// <param name="right">Its peer.</param>
    /// <param name="up">Whether the left end is born switched on; the right one cannot be, it has no peer yet (ENOTCONN).</param>
    public static NetlinkRequest CreateVethPair(VethEndSpecification left, VethEndSpecification right, bool up = false)
    {
        NetlinkRequest request = new(RouteMessageType.NewLink, NetlinkFlags.Create | NetlinkFlags.Exclusive);
        WriteEnd(request, left, up ? (uint)LinkFlags.Up : 0);
        using (request.Nest(LinkAttribute.Info))
        {
            _ = request.Attribute(LinkAttribute.InfoKind, "veth"u8);
            using (request.Nest(LinkAttribute.InfoData))
            using (request.Nest(LinkAttribute.VethPeer))
            {
                WriteEnd(request, right);
            }
        }

        return request;
    }

    public static NetlinkRequest Change(int index, LinkChange change)
    {
        (uint flags, uint mask) = Flags(change);
        NetlinkRequest request = new NetlinkRequest(RouteMessageType.SetLink, NetlinkFlags.None)
            .Header(new LinkHeader { Index = index, Flags = flags, Change = mask });
        WriteMac(request, change.MacAddress);
        WriteNumber(request, LinkAttribute.Mtu, (uint?)change.Mtu);
        WriteNumber(request, LinkAttribute.QueueLength, (uint?)change.QueueLength);
        WriteNumber(request, LinkAttribute.Group, change.Group);
        if (change.Name is { } name)
        {
            _ = request.Attribute(LinkAttribute.Name, name);
        }

        if (change.Alias is { } alias)
        {
            // Without a NUL, as ip does: 255 bytes fit, and the empty one, which removes it, has a length of zero.
            _ = request.Attribute(LinkAttribute.Alias, Encoding.UTF8.GetBytes(alias));
        }

        return request;
    }

    public static NetlinkRequest Move(int index, int namespaceDescriptor, string? newName)
    {
        NetlinkRequest request = new NetlinkRequest(RouteMessageType.SetLink, NetlinkFlags.None)
            .Header(new LinkHeader { Index = index })
            .Attribute(LinkAttribute.NamespaceDescriptor, (uint)namespaceDescriptor);
        return newName is null ? request : request.Attribute(LinkAttribute.Name, newName);
    }

    private static void WriteEnd(NetlinkRequest request, VethEndSpecification end, uint flags = 0)
    {
        _ = request.Header(new LinkHeader { Index = end.Index ?? 0, Flags = flags, Change = flags });
        WriteMac(request, end.MacAddress);
        WriteNumber(request, LinkAttribute.Mtu, (uint?)end.Mtu);
        WriteNumber(request, LinkAttribute.NamespaceDescriptor, (uint?)end.Namespace?.Descriptor);
        _ = request.Attribute(LinkAttribute.Name, end.Name);
    }

    private static void WriteMac(NetlinkRequest request, MacAddress? address)
    {
        if (address is { } mac)
        {
            _ = request.Attribute(LinkAttribute.Address, mac.GetAddressBytes());
        }
    }

    private static void WriteNumber(NetlinkRequest request, ushort type, uint? value)
    {
        if (value is { } number)
        {
            _ = request.Attribute(type, number);
        }
    }

    private static (uint Flags, uint Mask) Flags(LinkChange change)
    {
        (LinkFlags flags, LinkFlags mask) = (LinkFlags.None, LinkFlags.None);
        Apply(change.Up, LinkFlags.Up);
        Apply(change.Promiscuous, LinkFlags.Promiscuous);
        Apply(!change.Arp, LinkFlags.NoArp);
        return ((uint)flags, (uint)mask);

        void Apply(bool? wanted, LinkFlags flag)
        {
            mask |= wanted is null ? LinkFlags.None : flag;
            flags |= wanted is true ? flag : LinkFlags.None;
        }
    }
}

using System;
using System.Net;
using System.Net.Sockets;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>RTM_NEWROUTE to <see cref="RouteEntry"/>.</summary>
internal static class RouteDecoder
{
    public static RouteEntry? Decode(NetlinkMessage message)
    {
        if (message.Type != RouteMessageType.NewRoute)
        {
            return null;
        }

        RouteHeader header = message.ReadHeader<RouteHeader>(out ReadOnlySpan<byte> attributes);
        if (header.Family is not ((byte)LibC.AF_INET or (byte)LibC.AF_INET6))
        {
            return null;
        }

        bool isIPv4 = header.Family == LibC.AF_INET;
        RouteEntry route = new()
        {
            Family = isIPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6,
            Destination = FindDestination(attributes, header.Family) ?? (isIPv4 ? IPAddress.Any : IPAddress.IPv6Any),
            PrefixLength = header.DestinationLength,
            Table = header.Table,
            Type = (RouteType)header.Type,
            Scope = (AddressScope)header.Scope,
            Protocol = header.Protocol,
            IsLinkDown = (header.Flags & RouteAttribute.LinkDown) != 0,
        };
        while (NetlinkAttribute.TryTake(ref attributes, out NetlinkAttribute attribute))
        {
            switch (attribute.Type)
            {
                case RouteAttribute.Gateway:
                    route.Gateway = AddressBytes.Read(attribute, header.Family);
                    break;
                case RouteAttribute.PreferredSource:
                    route.PreferredSource = AddressBytes.Read(attribute, header.Family);
                    break;
                case RouteAttribute.OutgoingInterface:
                    route.LinkIndex = attribute.AsInt32();
                    break;
                case RouteAttribute.Priority:
                    route.Metric = attribute.AsUInt32();
                    break;
                case RouteAttribute.Table:
                    route.Table = attribute.AsUInt32();
                    break;
                default:
                    break;
            }
        }

        return route;
    }

    private static IPAddress? FindDestination(ReadOnlySpan<byte> attributes, byte family)
    {
        while (NetlinkAttribute.TryTake(ref attributes, out NetlinkAttribute attribute))
        {
            if (attribute.Type == RouteAttribute.Destination)
            {
                return AddressBytes.Read(attribute, family);
            }
        }

        return null;
    }
}

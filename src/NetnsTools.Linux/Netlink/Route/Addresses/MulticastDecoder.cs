using System;
using System.Net;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>RTM_GETMULTICAST's answers to group addresses.</summary>
internal static class MulticastDecoder
{
    /// <summary>The group of a message about this link; null for others.</summary>
    public static IPAddress? Decode(NetlinkMessage message, int linkIndex)
    {
        if (message.Type != RouteMessageType.GetMulticast)
        {
            return null;
        }

        AddressHeader header = message.ReadHeader<AddressHeader>(out ReadOnlySpan<byte> attributes);
        while (header.LinkIndex == linkIndex && NetlinkAttribute.TryTake(ref attributes, out NetlinkAttribute attribute))
        {
            if (attribute.Type == AddressAttribute.Multicast)
            {
                return AddressBytes.Read(attribute, header.Family);
            }
        }

        return null;
    }
}

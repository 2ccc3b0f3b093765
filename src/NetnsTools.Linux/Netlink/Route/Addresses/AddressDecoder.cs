using System;
using System.Net;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>RTM_NEWADDR to <see cref="LinkAddress"/>.</summary>
internal static class AddressDecoder
{
    public static LinkAddress? Decode(NetlinkMessage message)
    {
        if (message.Type != RouteMessageType.NewAddress)
        {
            return null;
        }

        AddressHeader header = message.ReadHeader<AddressHeader>(out ReadOnlySpan<byte> attributes);
        if (header.Family is not ((byte)LibC.AF_INET or (byte)LibC.AF_INET6))
        {
            return null;
        }

        LinkAddress result = new()
        {
            LinkIndex = header.LinkIndex,
            PrefixLength = header.PrefixLength,
            Scope = (AddressScope)header.Scope,
            Flags = (AddressFlags)header.Flags,
            Address = IPAddress.None,
        };
        IPAddress? local = null;
        IPAddress? prefixOrPeer = null;
        while (NetlinkAttribute.TryTake(ref attributes, out NetlinkAttribute attribute))
        {
            switch (attribute.Type)
            {
                case AddressAttribute.Local:
                    local = AddressBytes.Read(attribute, header.Family);
                    break;
                case AddressAttribute.Address:
                    prefixOrPeer = AddressBytes.Read(attribute, header.Family);
                    break;
                case AddressAttribute.Broadcast:
                    result.Broadcast = AddressBytes.Read(attribute, header.Family);
                    break;
                case AddressAttribute.Label:
                    result.Label = attribute.AsString();
                    break;
                case AddressAttribute.Flags:
                    result.Flags = (AddressFlags)attribute.AsUInt32();
                    break;
                case AddressAttribute.Lifetimes:
                    ReadLifetimes(result, attribute.Read<AddressLifetimes>());
                    break;
                default:
                    break;
            }
        }

        // IPv6 without a peer has IFA_ADDRESS alone; IPv4 has both, equal unless there is a peer.
        result.Peer = local is not null && prefixOrPeer is not null && !local.Equals(prefixOrPeer) ? prefixOrPeer : null;
        return result with
        {
            Address = local ?? prefixOrPeer ?? throw NetlinkProtocol.Malformed("an address message without an address"),
        };
    }

    private static void ReadLifetimes(LinkAddress address, AddressLifetimes lifetimes)
    {
        address.PreferredLifetime = Duration(lifetimes.Preferred);
        address.ValidLifetime = Duration(lifetimes.Valid);
    }

    private static TimeSpan? Duration(uint seconds) => seconds == uint.MaxValue ? null : TimeSpan.FromSeconds(seconds);
}

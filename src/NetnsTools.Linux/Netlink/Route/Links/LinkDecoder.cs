using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>RTM_NEWLINK to <see cref="Link"/>. Attributes it does not know are passed over.</summary>
internal static class LinkDecoder
{
    public static Link? Decode(NetlinkMessage message)
    {
        if (message.Type != RouteMessageType.NewLink)
        {
            return null;
        }

        LinkHeader header = message.ReadHeader<LinkHeader>(out ReadOnlySpan<byte> attributes);
        Link link = new()
        {
            Index = header.Index,
            Type = (LinkType)header.Type,
            Flags = (LinkFlags)header.Flags,
        };
        while (NetlinkAttribute.TryTake(ref attributes, out NetlinkAttribute attribute))
        {
            _ = ReadIdentity(link, attribute) || ReadState(link, attribute) || ReadLimit(link, attribute);
        }

        return link;
    }

    private static bool ReadIdentity(Link link, NetlinkAttribute attribute)
    {
        switch (attribute.Type)
        {
            case LinkAttribute.Name:
                link.Name = attribute.AsString();
                return true;
            case LinkAttribute.Alias:
                link.Alias = attribute.AsString();
                return true;
            case LinkAttribute.Properties:
                link.AlternativeNames = ReadNames(attribute.Value);
                return true;
            case LinkAttribute.Address:
                link.MacAddress = ReadMac(attribute);
                return true;
            case LinkAttribute.Broadcast:
                link.BroadcastAddress = ReadMac(attribute);
                return true;
            case LinkAttribute.PermanentAddress:
                link.PermanentAddress = ReadMac(attribute);
                return true;
            case LinkAttribute.Info:
                link.Kind = ReadKind(attribute.Value);
                return true;
            // Zero says "none" in these two.
            case LinkAttribute.Link:
                link.LinkIndex = Positive(attribute);
                return true;
            case LinkAttribute.Master:
                link.MasterIndex = Positive(attribute);
                return true;
            case LinkAttribute.LinkNamespaceId:
                link.LinkNamespaceId = attribute.AsInt32();
                return true;
            case LinkAttribute.Group:
                link.Group = attribute.AsUInt32();
                return true;
            default:
                return false;
        }
    }

    private static bool ReadState(Link link, NetlinkAttribute attribute)
    {
        switch (attribute.Type)
        {
            case LinkAttribute.Mtu:
                link.Mtu = attribute.AsInt32();
                return true;
            case LinkAttribute.QueueingDiscipline:
                link.QueueingDiscipline = attribute.AsString();
                return true;
            case LinkAttribute.QueueLength:
                link.QueueLength = attribute.AsInt32();
                return true;
            case LinkAttribute.OperationalState:
                link.State = (OperationalState)attribute.AsByte();
                return true;
            case LinkAttribute.Mode:
                link.Mode = (LinkMode)attribute.AsByte();
                return true;
            case LinkAttribute.Carrier:
                link.HasCarrier = attribute.AsByte() != 0;
                return true;
            case LinkAttribute.CarrierChanges:
                link.CarrierChanges = attribute.AsUInt32();
                return true;
            case LinkAttribute.Promiscuity:
                link.Promiscuity = attribute.AsUInt32();
                return true;
            case LinkAttribute.AllMulticastCount:
                link.AllMulticastCount = attribute.AsUInt32();
                return true;
            case LinkAttribute.FamilySpecific:
                ReadFamilies(link, attribute.Value);
                return true;
            default:
                return false;
        }
    }

    private static bool ReadLimit(Link link, NetlinkAttribute attribute)
    {
        switch (attribute.Type)
        {
            case LinkAttribute.MinimumMtu:
                link.MinimumMtu = attribute.AsInt32();
                return true;
            case LinkAttribute.MaximumMtu:
                link.MaximumMtu = attribute.AsInt32();
                return true;
            case LinkAttribute.TransmitQueues:
                link.TransmitQueues = attribute.AsInt32();
                return true;
            case LinkAttribute.ReceiveQueues:
                link.ReceiveQueues = attribute.AsInt32();
                return true;
            case LinkAttribute.GsoMaximumSize:
                link.GsoMaximumSize = attribute.AsUInt32();
                return true;
            case LinkAttribute.GsoMaximumSegments:
                link.GsoMaximumSegments = attribute.AsUInt32();
                return true;
            case LinkAttribute.TsoMaximumSize:
                link.TsoMaximumSize = attribute.AsUInt32();
                return true;
            case LinkAttribute.TsoMaximumSegments:
                link.TsoMaximumSegments = attribute.AsUInt32();
                return true;
            case LinkAttribute.GroMaximumSize:
                link.GroMaximumSize = attribute.AsUInt32();
                return true;
            default:
                return false;
        }
    }

    private static int? Positive(NetlinkAttribute attribute) => attribute.AsInt32() is > 0 and int index ? index : null;

    // Tunnels carry IP addresses here, InfiniBand twenty bytes: neither is a MAC address.
    private static MacAddress? ReadMac(NetlinkAttribute attribute) =>
        attribute.Value.Length == MacAddress.Length ? new MacAddress(attribute.Value) : null;

    private static string? ReadKind(ReadOnlySpan<byte> nested)
    {
        while (NetlinkAttribute.TryTake(ref nested, out NetlinkAttribute attribute))
        {
            if (attribute.Type == LinkAttribute.InfoKind)
            {
                return attribute.AsString();
            }
        }

        return null;
    }

    private static List<string> ReadNames(ReadOnlySpan<byte> nested)
    {
        List<string> names = [];
        while (NetlinkAttribute.TryTake(ref nested, out NetlinkAttribute attribute))
        {
            if (attribute.Type == LinkAttribute.AlternativeName)
            {
                names.Add(attribute.AsString());
            }
        }

        return names;
    }

    private static void ReadFamilies(Link link, ReadOnlySpan<byte> families)
    {
        while (NetlinkAttribute.TryTake(ref families, out NetlinkAttribute family))
        {
            if (family.Type != LibC.AF_INET6)
            {
                continue;
            }

            ReadOnlySpan<byte> nested = family.Value;
            while (NetlinkAttribute.TryTake(ref nested, out NetlinkAttribute attribute))
            {
                if (attribute.Type == LinkAttribute.Inet6GenerationMode)
                {
                    link.AddressGenerationMode = (AddressGenerationMode)attribute.AsByte();
                }
                else if (attribute.Type == LinkAttribute.Inet6CacheInfo)
                {
                    link.ChangeTime = attribute.Read<CacheInfo>().Time;
                }
            }
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct CacheInfo // struct ifla_cacheinfo, as far as it is read
    {
        public readonly uint LargestReassembled; // max_reasm_len
        public readonly uint Time; // tstamp
    }
}

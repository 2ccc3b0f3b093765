using System.Buffers.Binary;
using System.Net.NetworkInformation;
using NetnsTools.Linux;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Packets;
using PacketDotNet;

namespace NetnsTools.Packets;

/// <summary>The link layer: what a frame begins with, up to the packet that it carries.</summary>
internal static class LinkDecoder
{
    private const int FamilyLength = sizeof(uint); // LINKTYPE_NULL, LINKTYPE_LOOP
    private const LinkLayer RawByDriver = (LinkLayer)12; // DLT_RAW, which some writers put into files as it is
    private const LinkLayer RawOfOpenBsd = (LinkLayer)14; // its DLT_RAW
    private const uint FamilyIPv4 = 2; // AF_INET, the same everywhere
    private const int HardwareAddress2 = 11; // sll2_halen

    public static void Decode(PacketBytes bytes, Dissection packet)
    {
        switch (packet.Frame.LinkLayer)
        {
            case LinkLayer.Ethernet:
                Ethernet(bytes, packet);
                break;
            case LinkLayer.LinuxCooked:
                Cooked(bytes, packet);
                break;
            case LinkLayer.LinuxCooked2:
                Cooked2(bytes, packet);
                break;
            case LinkLayer.Raw or RawByDriver or RawOfOpenBsd:
                InternetDecoder.Decode(bytes, packet);
                break;
            case LinkLayer.IPv4:
                InternetDecoder.Decode4(bytes, packet);
                break;
            case LinkLayer.IPv6:
                InternetDecoder.Decode6(bytes, packet);
                break;
            case LinkLayer.Null:
            case LinkLayer.Loop:
                Family(bytes, packet);
                break;
            default:
                _ = packet.Stop(bytes, $"link-layer type {(int)packet.Frame.LinkLayer} is not known here");
                break;
        }
    }

    private static void Ethernet(PacketBytes bytes, Dissection packet)
    {
        if (!packet.Has(bytes, EthernetLayer.HeaderLength, "Ethernet header"))
        {
            return;
        }

        EthernetPacket header = new(bytes.Header(EthernetLayer.HeaderLength));
        packet.Add(new EthernetLayer
        {
            Source = Mac(header.SourceHardwareAddress),
            Destination = Mac(header.DestinationHardwareAddress),
            EtherType = (EtherType)header.Type,
        });
        Carried((EtherType)header.Type, bytes.Skip(EthernetLayer.HeaderLength), packet);
    }

    private static void Vlan(PacketBytes bytes, Dissection packet)
    {
        if (!packet.Has(bytes, VlanLayer.HeaderLength, "VLAN tag"))
        {
            return;
        }

        Ieee8021QPacket tag = new(bytes.Header(VlanLayer.HeaderLength));
        packet.Add(new VlanLayer
        {
            Id = tag.VlanIdentifier,
            Priority = (int)tag.PriorityControlPoint,
            DropEligible = tag.CanonicalFormatIndicator, // the bit's name before it got another meaning
            EtherType = (EtherType)tag.Type,
        });
        Carried((EtherType)tag.Type, bytes.Skip(VlanLayer.HeaderLength), packet);
    }

    private static void Cooked(PacketBytes bytes, Dissection packet)
    {
        if (!packet.Has(bytes, CookedLayer.HeaderLength, "cooked header"))
        {
            return;
        }

        LinuxSllPacket header = new(bytes.Header(CookedLayer.HeaderLength));
        packet.Add(new CookedLayer
        {
            Direction = Direction((int)header.Type),
            Reception = Reception((int)header.Type),
            HardwareType = header.LinkLayerAddressType & ushort.MaxValue,
            Source = header.LinkLayerAddressLength == MacAddress.Length ? new MacAddress(header.LinkLayerAddress) : null,
            EtherType = (EtherType)header.EthernetProtocolType,
        });
        CarriedCooked((EtherType)header.EthernetProtocolType, bytes.Skip(CookedLayer.HeaderLength), packet);
    }

    private static void Cooked2(PacketBytes bytes, Dissection packet)
    {
        if (!packet.Has(bytes, CookedLayer.HeaderLength2, "cooked header"))
        {
            return;
        }

        LinuxSll2Packet header = new(bytes.Header(CookedLayer.HeaderLength2));
        packet.Add(new CookedLayer
        {
            Direction = Direction((int)header.Type),
            Reception = Reception((int)header.Type),
            HardwareType = header.LinkLayerAddressType & ushort.MaxValue,
            Source = bytes.Span[HardwareAddress2] == MacAddress.Length ? new MacAddress(header.LinkLayerAddress) : null,
            EtherType = (EtherType)header.EthernetProtocolType,
            InterfaceIndex = header.InterfaceIndex,
        });
        CarriedCooked((EtherType)header.EthernetProtocolType, bytes.Skip(CookedLayer.HeaderLength2), packet);
    }

    private static void Family(PacketBytes bytes, Dissection packet)
    {
        if (!packet.Has(bytes, FamilyLength, "address family"))
        {
            return;
        }

        uint family = bytes.Number32(0);
        // Of LINKTYPE_NULL in the byte order of the machine that wrote it. No family has a number of two bytes.
        family = family > ushort.MaxValue ? BinaryPrimitives.ReverseEndianness(family) : family;
        PacketBytes rest = bytes.Skip(FamilyLength);
        switch (family)
        {
            case FamilyIPv4:
                InternetDecoder.Decode4(rest, packet);
                break;
            case 10 or 24 or 28 or 30: // AF_INET6 of Linux, NetBSD, FreeBSD, Darwin
                InternetDecoder.Decode6(rest, packet);
                break;
            default:
                _ = packet.Stop(rest, $"address family {family} is not known here");
                break;
        }
    }

    // Small numbers are those of ETH_P_802_2 and the like, not a length.
    private static void CarriedCooked(EtherType type, PacketBytes bytes, Dissection packet)
    {
        if ((int)type <= EthernetLayer.MaximumLength)
        {
            _ = packet.Stop(bytes);
            return;
        }

        Carried(type, bytes, packet);
    }

    private static void Carried(EtherType type, PacketBytes bytes, Dissection packet)
    {
        switch (type)
        {
            case EtherType.IPv4:
                InternetDecoder.Decode4(bytes, packet);
                break;
            case EtherType.IPv6:
                InternetDecoder.Decode6(bytes, packet);
                break;
            case EtherType.Arp or EtherType.Rarp:
                ArpDecoder.Decode(bytes, packet);
                break;
            case EtherType.Vlan or EtherType.ProviderVlan or EtherType.QinQ:
                Vlan(bytes, packet);
                break;
            default:
                // Up to 1500 it is a length: what is behind that is padding.
                _ = packet.Stop((int)type <= EthernetLayer.MaximumLength ? bytes.Take((int)type) : bytes);
                break;
        }
    }

    private static MacAddress Mac(PhysicalAddress address) => new(address.GetAddressBytes());

    private static PacketDirection Direction(int type) => type == 4 ? PacketDirection.Out : PacketDirection.In; // PACKET_OUTGOING

    private static PacketReception Reception(int type) => type switch
    {
        0 => PacketReception.Host,
        1 => PacketReception.Broadcast,
        2 => PacketReception.Multicast,
        3 => PacketReception.OtherHost,
        _ => PacketReception.Unknown,
    };
}

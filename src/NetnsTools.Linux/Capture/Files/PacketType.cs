using System.Buffers.Binary;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>Direction and reception where a file has the kernel's own number for both (<c>sll_pkttype</c>).</summary>
internal static class PacketType
{
    private const int CookedHeaderLength = 16; // struct sll_header
    private const int Cooked2HeaderLength = 20; // struct sll2_header
    private const int Cooked2Offset = 10; // sll2_pkttype

    /// <summary>From PACKET_HOST to PACKET_OUTGOING.</summary>
    public static (PacketDirection Direction, PacketReception Reception) Decode(int type) => type switch
    {
        0 => (PacketDirection.In, PacketReception.Host), // PACKET_HOST
        1 => (PacketDirection.In, PacketReception.Broadcast), // PACKET_BROADCAST
        2 => (PacketDirection.In, PacketReception.Multicast), // PACKET_MULTICAST
        3 => (PacketDirection.In, PacketReception.OtherHost), // PACKET_OTHERHOST
        4 => (PacketDirection.Out, PacketReception.Unknown), // PACKET_OUTGOING
        _ => default,
    };

    /// <summary>From the packet itself: a "cooked" header begins with it, or has it inside.</summary>
    public static (PacketDirection Direction, PacketReception Reception) Decode(LinkLayer linkLayer, byte[] data) => linkLayer switch
    {
        LinkLayer.LinuxCooked when data.Length >= CookedHeaderLength => Decode(BinaryPrimitives.ReadUInt16BigEndian(data)), // sll_pkttype
        LinkLayer.LinuxCooked2 when data.Length >= Cooked2HeaderLength => Decode(data[Cooked2Offset]),
        _ => default,
    };
}

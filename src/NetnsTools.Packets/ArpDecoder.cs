using NetnsTools.Linux;
using NetnsTools.Linux.Packets;
using PacketDotNet;

namespace NetnsTools.Packets;

/// <summary>ARP for IPv4 over Ethernet.</summary>
internal static class ArpDecoder
{
    private const int FixedLength = 8;
    private const uint IPv4OverEthernet = 0x00010800; // ar_hrd, ar_pro
    private const int AddressLengths = 0x0604; // ar_hln, ar_pln

    public static void Decode(PacketBytes bytes, Dissection packet)
    {
        if (!packet.Has(bytes, FixedLength, "ARP header"))
        {
            return;
        }

        if (bytes.Number32(0) != IPv4OverEthernet || bytes.Number16(4) != AddressLengths)
        {
            _ = packet.Stop(
                bytes,
                $"ARP of hardware type {bytes.Number16(0)} and protocol 0x{bytes.Number16(2):x4} with addresses of " +
                $"{bytes.Span[4]} and {bytes.Span[5]} bytes: not IPv4 over Ethernet");
            return;
        }

        if (!packet.Has(bytes, ArpLayer.HeaderLength, "ARP packet"))
        {
            return;
        }

        ArpPacket header = new(bytes.Header(ArpLayer.HeaderLength));
        packet.Add(new ArpLayer
        {
            Operation = (Linux.Packets.ArpOperation)bytes.Number16(6), // PacketDotNet's has a sign
            SenderMac = new MacAddress(header.SenderHardwareAddress.GetAddressBytes()),
            SenderAddress = header.SenderProtocolAddress,
            TargetMac = new MacAddress(header.TargetHardwareAddress.GetAddressBytes()),
            TargetAddress = header.TargetProtocolAddress,
        });
        _ = packet.Stop(bytes.Take(ArpLayer.HeaderLength).Skip(ArpLayer.HeaderLength));
    }
}

using System.Net;
using NetnsTools.Linux.Packets;
using PacketDotNet;

namespace NetnsTools.Packets;

/// <summary>ICMP messages (RFC 792), and the packets that errors quote.</summary>
internal static class IcmpDecoder
{
    private const int FragmentationNeeded = 4; // ICMP_FRAG_NEEDED
    private const int NextMtu = 6; // icmp_nextmtu
    private const int Gateway = 4; // icmp_gwaddr
    private const int Pointer = 4; // icmp_pptr
    private const int AddressLength = 4;
    private const string What = "quoted packet";

    public static void Decode(PacketBytes bytes, PseudoHeader pseudo, Dissection packet)
    {
        if (!packet.Has(bytes, IcmpLayer.HeaderLength, "ICMP header"))
        {
            return;
        }

        IcmpV4Packet header = new(bytes.Header(IcmpLayer.HeaderLength));
        int type = (int)header.TypeCode >> 8;
        int code = (int)header.TypeCode & byte.MaxValue;
        IcmpMessage message = Message(type);
        bool isNumbered = message is IcmpMessage.EchoRequest or IcmpMessage.EchoReply
            or IcmpMessage.TimestampRequest or IcmpMessage.TimestampReply
            or IcmpMessage.AddressMaskRequest or IcmpMessage.AddressMaskReply;
        bool isError = message is IcmpMessage.DestinationUnreachable or IcmpMessage.SourceQuench or IcmpMessage.Redirect
            or IcmpMessage.TimeExceeded or IcmpMessage.ParameterProblem;
        packet.Add(new IcmpLayer
        {
            Version = 4,
            Type = type,
            Code = code,
            Message = message,
            Identifier = isNumbered ? header.Id : null,
            Sequence = isNumbered ? header.Sequence : null,
            Mtu = message == IcmpMessage.DestinationUnreachable && code == FragmentationNeeded ? bytes.Number16(NextMtu) : null,
            Gateway = message == IcmpMessage.Redirect ? new IPAddress(bytes.Span.Slice(Gateway, AddressLength)) : null,
            ErrorOffset = message == IcmpMessage.ParameterProblem ? bytes.Span[Pointer] : null,
            Length = bytes.Length,
            Checksum = header.Checksum,
            IsChecksumValid = pseudo.IsWhole && bytes.IsWhole ? InternetChecksum.Of(bytes.Span) == 0 : null,
            Quoted = isError ? Quote(bytes.Skip(IcmpLayer.HeaderLength), packet) : null,
        });
        _ = packet.Stop(bytes.Skip(IcmpLayer.HeaderLength));
    }

    /// <summary>The packet that an error is about: its beginning.</summary>
    public static DecodedPacket? Quote(PacketBytes bytes, Dissection packet)
    {
        // No error is about an error; one that says so is not worth the recursion.
        if (packet.IsQuote)
        {
            return null;
        }

        if (bytes.Captured < IPv4Layer.MinimumHeaderLength)
        {
            packet.Lack(bytes, What);
            return null;
        }

        int length = bytes.Span[0] >> 4 == 6 ? IPv6Layer.HeaderLength + bytes.Number16(4) : bytes.Number16(2);
        PacketBytes whole = bytes.OfLength(length);
        Dissection quote = new(packet.Frame, whole, isQuote: true);
        InternetDecoder.Decode(whole, quote);
        DecodedPacket quoted = quote.Finish();
        if (IsShort(quoted))
        {
            packet.Lack(bytes, What);
        }

        return quoted;
    }

    // All that an error must quote is the IP header, and of what follows as much as has the ports.
    private static bool IsShort(DecodedPacket quoted) => quoted.Destination is null
        || ((quoted.IPv4 is { Protocol: IPProtocol.Tcp or IPProtocol.Udp, FragmentOffset: 0 }
                || quoted.IPv6 is { Protocol: IPProtocol.Tcp or IPProtocol.Udp, FragmentOffset: 0 })
            && quoted.DestinationPort is null);

    private static IcmpMessage Message(int type) => type switch
    {
        0 => IcmpMessage.EchoReply,
        3 => IcmpMessage.DestinationUnreachable,
        4 => IcmpMessage.SourceQuench,
        5 => IcmpMessage.Redirect,
        8 => IcmpMessage.EchoRequest,
        9 => IcmpMessage.RouterAdvertisement,
        10 => IcmpMessage.RouterSolicitation,
        11 => IcmpMessage.TimeExceeded,
        12 => IcmpMessage.ParameterProblem,
        13 => IcmpMessage.TimestampRequest,
        14 => IcmpMessage.TimestampReply,
        17 => IcmpMessage.AddressMaskRequest,
        18 => IcmpMessage.AddressMaskReply,
        _ => IcmpMessage.Unknown,
    };
}

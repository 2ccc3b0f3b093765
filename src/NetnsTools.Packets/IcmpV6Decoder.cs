using System;
using System.Net;
using NetnsTools.Linux;
using NetnsTools.Linux.Packets;
using PacketDotNet;

namespace NetnsTools.Packets;

/// <summary>ICMPv6 messages (RFC 4443), neighbour discovery (RFC 4861) and multicast listeners (RFC 2710, RFC 3810).</summary>
internal static class IcmpV6Decoder
{
    private const int Target = 8; // nd_ns_target, mld_addr
    private const int AddressLength = 16;
    private const int TargetEnd = Target + AddressLength;
    private const int RedirectEnd = TargetEnd + AddressLength;
    private const int RouterAdvertisementEnd = 16; // sizeof(struct nd_router_advert)
    private const int GroupCount = 6;
    private const int ReportV2 = 143; // ICMPV6_MLD2_REPORT
    private const int SourceLinkAddress = 1; // ND_OPT_SOURCE_LINKADDR
    private const int TargetLinkAddress = 2; // ND_OPT_TARGET_LINKADDR
    private const int OptionUnit = 8; // bytes

    public static void Decode(PacketBytes bytes, PseudoHeader pseudo, Dissection packet)
    {
        if (!packet.Has(bytes, IcmpLayer.HeaderLength, "ICMPv6 header"))
        {
            return;
        }

        IcmpV6Packet header = new(bytes.Header(IcmpLayer.HeaderLength));
        int type = (int)header.Type;
        IcmpMessage message = Message(type);
        int fixedLength = FixedLength(message, type);
        bool isComplete = packet.Has(bytes, fixedLength, "ICMPv6 message");
        bool isEcho = message is IcmpMessage.EchoRequest or IcmpMessage.EchoReply;
        bool isError = message is IcmpMessage.DestinationUnreachable or IcmpMessage.PacketTooBig
            or IcmpMessage.TimeExceeded or IcmpMessage.ParameterProblem;
        bool isRedirect = message == IcmpMessage.Redirect;
        packet.Add(new IcmpLayer
        {
            Version = 6,
            Type = type,
            Code = header.Code,
            Message = message,
            Identifier = isEcho ? bytes.Number16(4) : null,
            Sequence = isEcho ? bytes.Number16(6) : null,
            Mtu = message == IcmpMessage.PacketTooBig ? bytes.Number32(4) : null,
            ErrorOffset = message == IcmpMessage.ParameterProblem ? bytes.Number32(4) : null,
            Target = isComplete && fixedLength >= TargetEnd ? new IPAddress(bytes.Span[Target..TargetEnd]) : null,
            RedirectedDestination = isComplete && isRedirect ? new IPAddress(bytes.Span[TargetEnd..RedirectEnd]) : null,
            LinkLayerAddress = isComplete && IsDiscovery(message) ? LinkAddress(bytes.Skip(fixedLength), packet) : null,
            GroupCount = type == ReportV2 ? bytes.Number16(GroupCount) : null,
            Length = bytes.Length,
            Checksum = header.Checksum,
            IsChecksumValid = pseudo.Verify(bytes),
            Quoted = isError ? IcmpDecoder.Quote(bytes.Skip(IcmpLayer.HeaderLength), packet) : null,
        });
        _ = packet.Stop(bytes.Skip(IcmpLayer.HeaderLength));
    }

    // Where options begin, or what else may follow.
    private static int FixedLength(IcmpMessage message, int type) => message switch
    {
        IcmpMessage.NeighborSolicitation or IcmpMessage.NeighborAdvertisement => TargetEnd,
        IcmpMessage.MulticastListenerQuery or IcmpMessage.MulticastListenerDone => TargetEnd,
        IcmpMessage.MulticastListenerReport when type != ReportV2 => TargetEnd,
        IcmpMessage.Redirect => RedirectEnd,
        IcmpMessage.RouterAdvertisement => RouterAdvertisementEnd,
        _ => IcmpLayer.HeaderLength,
    };

    private static bool IsDiscovery(IcmpMessage message) => message is IcmpMessage.RouterSolicitation
        or IcmpMessage.RouterAdvertisement or IcmpMessage.NeighborSolicitation or IcmpMessage.NeighborAdvertisement
        or IcmpMessage.Redirect;

    private static MacAddress? LinkAddress(PacketBytes options, Dissection packet)
    {
        while (options.Captured >= OptionUnit)
        {
            ReadOnlySpan<byte> option = options.Span;
            if (option[1] == 0)
            {
                packet.Note($"neighbour discovery option {option[0]} of 0 bytes");
                return null;
            }

            if (option[0] is SourceLinkAddress or TargetLinkAddress && option[1] == 1)
            {
                return new MacAddress(option.Slice(2, MacAddress.Length));
            }

            options = options.Skip(option[1] * OptionUnit);
        }

        return null;
    }

    private static IcmpMessage Message(int type) => type switch
    {
        1 => IcmpMessage.DestinationUnreachable,
        2 => IcmpMessage.PacketTooBig,
        3 => IcmpMessage.TimeExceeded,
        4 => IcmpMessage.ParameterProblem,
        128 => IcmpMessage.EchoRequest,
        129 => IcmpMessage.EchoReply,
        130 => IcmpMessage.MulticastListenerQuery,
        131 or ReportV2 => IcmpMessage.MulticastListenerReport,
        132 => IcmpMessage.MulticastListenerDone,
        133 => IcmpMessage.RouterSolicitation,
        134 => IcmpMessage.RouterAdvertisement,
        135 => IcmpMessage.NeighborSolicitation,
        136 => IcmpMessage.NeighborAdvertisement,
        137 => IcmpMessage.Redirect,
        _ => IcmpMessage.Unknown,
    };
}

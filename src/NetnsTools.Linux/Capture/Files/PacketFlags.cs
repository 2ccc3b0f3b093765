namespace NetnsTools.Linux.Capture.Files;

/// <summary>What a pcapng file says of a packet beside time and bytes: the bits of <c>epb_flags</c>.</summary>
internal static class PacketFlags
{
    private const uint DirectionMask = 0x3; // bits 0-1: inbound, outbound
    private const uint In = 1;
    private const uint Out = 2;
    private const int ReceptionShift = 2; // bits 2-4: reception type
    private const uint ReceptionMask = 0x7;
    private const uint Unicast = 1;
    private const uint Multicast = 2;
    private const uint Broadcast = 3;
    private const uint Promiscuous = 4;
    private const uint ChecksumNotReady = 1 << 9; // bit 9: checksum not ready

    /// <summary>The flags; 0 where nothing is known.</summary>
    public static uint Encode(CapturedFrame frame)
    {
        uint direction = frame.Direction switch
        {
            PacketDirection.In => In,
            PacketDirection.Out => Out,
            _ => 0,
        };
        uint reception = frame.Reception switch
        {
            PacketReception.Host => Unicast,
            PacketReception.Multicast => Multicast,
            PacketReception.Broadcast => Broadcast,
            PacketReception.OtherHost => Promiscuous,
            _ => 0,
        };
        return direction | (reception << ReceptionShift) | (frame.IsChecksumPending ? ChecksumNotReady : 0);
    }

    public static PacketDirection Direction(uint flags) => (flags & DirectionMask) switch
    {
        In => PacketDirection.In,
        Out => PacketDirection.Out,
        _ => PacketDirection.Unknown,
    };

    public static PacketReception Reception(uint flags) => ((flags >> ReceptionShift) & ReceptionMask) switch
    {
        Unicast => PacketReception.Host,
        Multicast => PacketReception.Multicast,
        Broadcast => PacketReception.Broadcast,
        Promiscuous => PacketReception.OtherHost,
        _ => PacketReception.Unknown,
    };

    public static bool IsChecksumPending(uint flags) => (flags & ChecksumNotReady) != 0;
}

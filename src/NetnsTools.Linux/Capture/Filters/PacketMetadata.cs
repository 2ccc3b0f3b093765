namespace NetnsTools.Linux.Capture.Filters;

/// <summary>What the kernel knows of a packet besides its bytes: loads from these offsets (<c>linux/filter.h</c>) give it.</summary>
internal static class PacketMetadata
{
    public const uint PacketType = unchecked((uint)(Base + 4)); // SKF_AD_PKTTYPE
    public const uint HardwareType = unchecked((uint)(Base + 28)); // SKF_AD_HATYPE: the device's ARPHRD_*

    public const uint Outgoing = 4; // PACKET_OUTGOING

    private const int Base = -0x1000; // SKF_AD_OFF
}

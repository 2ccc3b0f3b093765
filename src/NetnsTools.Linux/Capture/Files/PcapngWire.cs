namespace NetnsTools.Linux.Capture.Files;

/// <summary>Types of blocks (draft-ietf-opsawg-pcapng, section 4).</summary>
internal static class PcapngBlockType
{
    public const uint Section = 0x0a0d0d0a; // Section Header Block; the same in both byte orders
    public const uint Interface = 1; // Interface Description Block
    public const uint ObsoletePacket = 2; // Packet Block
    public const uint SimplePacket = 3; // Simple Packet Block
    public const uint Statistics = 5; // Interface Statistics Block
    public const uint EnhancedPacket = 6; // Enhanced Packet Block
}

/// <summary>Codes of options, by the block that they belong to.</summary>
internal static class PcapngOption
{
    public const ushort End = 0; // opt_endofopt
    public const ushort Comment = 1; // opt_comment
    public const ushort SectionSystem = 3; // shb_os
    public const ushort SectionApplication = 4; // shb_userappl
    public const ushort InterfaceName = 2; // if_name
    public const ushort InterfaceDescription = 3; // if_description
    public const ushort InterfaceResolution = 9; // if_tsresol
    public const ushort InterfaceFilter = 11; // if_filter
    public const ushort InterfaceOffset = 14; // if_tsoffset
    public const ushort PacketFlags = 2; // epb_flags, pack_flags
    public const ushort StatisticsStart = 2; // isb_starttime
    public const ushort StatisticsEnd = 3; // isb_endtime
    public const ushort StatisticsReceived = 4; // isb_ifrecv
    public const ushort StatisticsDropped = 5; // isb_ifdrop
}

/// <summary>Sizes and numbers of pcapng files.</summary>
internal static class PcapngWire
{
    public const uint ByteOrderMagic = 0x1a2b3c4d;
    public const ushort MajorVersion = 1;
    public const ushort MinorVersion = 0;
    public const ulong UnknownSectionLength = ulong.MaxValue;
    public const int BlockHeaderLength = 8; // block type, block total length
    public const int BlockTrailerLength = 4; // block total length once more
    public const int SectionMagicEnd = 12; // block header and byte-order magic
    public const int SectionBodyLength = 16; // magic, versions, section length
    public const int InterfaceBodyLength = 8; // link type, reserved, snap length
    public const int PacketBodyLength = 20; // interface, time, both lengths: enhanced and obsolete packets
    public const int SimplePacketBodyLength = 4; // original length
    public const int OptionHeaderLength = 4; // code, length
    public const byte LibpcapFilter = 0; // what kind of if_filter: a string

    public static long Align(long length) => (length + 3) & ~3L;
}

namespace NetnsTools.Linux.Capture.Files;

/// <summary>Sizes and numbers of classic pcap files (pcap-savefile(5)).</summary>
internal static class PcapWire
{
    public const uint MagicMicroseconds = 0xa1b2c3d4;
    public const uint MagicNanoseconds = 0xa1b23c4d;
    public const uint MagicModified = 0xa1b2cd34; // Kuznetzov's: longer record headers, as old Linux distributions wrote them
    public const ushort MajorVersion = 2;
    public const ushort MinorVersion = 4;
    public const int HeaderLength = 24; // struct pcap_file_header
    public const int RecordHeaderLength = 16; // struct pcap_sf_pkthdr
    public const int ModifiedRecordHeaderLength = 24; // struct pcap_sf_patched_pkthdr
    public const uint LinkLayerMask = 0x03ffffff; // LT_LINKTYPE; what is above says how long a frame check sequence is
}

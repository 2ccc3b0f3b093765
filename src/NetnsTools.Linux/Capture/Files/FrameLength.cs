using System;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>How long packets are, as files say it.</summary>
internal static class FrameLength
{
    /// <summary>The most bytes of a packet: more than any link layer carries.</summary>
    public const int Maximum = 16 * 1024 * 1024;

    /// <summary>The most bytes of a packet of networks: Wireshark and libpcap refuse a file with more (MAXIMUM_SNAPLEN).</summary>
    public const int MaximumOfNetworks = 262_144;

    /// <summary>Some writers say 0, or less than they captured: then it is what was captured.</summary>
    public static int Original(uint stated, int captured) => (int)Math.Clamp(stated, (uint)captured, int.MaxValue);
}

using System;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Icmp;

/// <summary>What the kernel sends along with a datagram: receive timestamp and hop limit (struct cmsghdr).</summary>
/// <param name="ReceivedAt">CLOCK_REALTIME in nanoseconds; null without a timestamp.</param>
/// <param name="HopLimit">IPv6 hop limit; null without one.</param>
internal readonly record struct Ancillary(long? ReceivedAt, int? HopLimit)
{
    public const int IPV6_HOPLIMIT = 52;

    private const int HeaderLength = 16; // sizeof(struct cmsghdr) on 64 bits
    private const int TimeSpecLength = 16; // sizeof(struct timespec)

    public static Ancillary Read(ReadOnlySpan<byte> control)
    {
        long? receivedAt = null;
        int? hopLimit = null;
        while (control.Length >= HeaderLength)
        {
            long length = MemoryMarshal.Read<long>(control); // cmsg_len
            if (length < HeaderLength || length > control.Length)
            {
                break;
            }

            int level = MemoryMarshal.Read<int>(control[8..]); // cmsg_level
            int type = MemoryMarshal.Read<int>(control[12..]); // cmsg_type
            ReadOnlySpan<byte> data = control[HeaderLength..(int)length];
            if (level == LibC.SOL_SOCKET && type == LibC.SO_TIMESTAMPNS && data.Length >= TimeSpecLength)
            {
                receivedAt = (MemoryMarshal.Read<long>(data) * 1_000_000_000) + MemoryMarshal.Read<long>(data[8..]);
            }
            else if (level == LibC.IPPROTO_IPV6 && type == IPV6_HOPLIMIT && data.Length >= sizeof(int))
            {
                hopLimit = MemoryMarshal.Read<int>(data);
            }

            int next = ((int)length + 7) & ~7; // CMSG_ALIGN
            control = control[Math.Min(next, control.Length)..];
        }

        return new Ancillary(receivedAt, hopLimit);
    }
}

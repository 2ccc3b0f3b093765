using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Route;

/// <summary>The family header of route messages.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RouteHeader // struct rtmsg
{
    public byte Family; // rtm_family
    public byte DestinationLength; // rtm_dst_len
    public byte SourceLength; // rtm_src_len
    public byte TypeOfService; // rtm_tos
    public byte Table; // rtm_table
    public byte Protocol; // rtm_protocol
    public byte Scope; // rtm_scope
    public byte Type; // rtm_type
    public uint Flags; // rtm_flags
}

/// <summary>Route attributes and flags (<c>linux/rtnetlink.h</c>).</summary>
internal static class RouteAttribute
{
    public const ushort Destination = 1; // RTA_DST
    public const ushort OutgoingInterface = 4; // RTA_OIF
    public const ushort Gateway = 5; // RTA_GATEWAY
    public const ushort Priority = 6; // RTA_PRIORITY
    public const ushort PreferredSource = 7; // RTA_PREFSRC
    public const ushort Table = 15; // RTA_TABLE

    public const uint LinkDown = 16; // RTNH_F_LINKDOWN
    public const uint LookupTable = 0x1000; // RTM_F_LOOKUP_TABLE
}

using System;

namespace NetnsTools.Linux.Netlink;

/// <summary>Message types common to all netlink families (<c>linux/netlink.h</c>).</summary>
internal static class NetlinkMessageType
{
    public const ushort Noop = 1; // NLMSG_NOOP
    public const ushort Error = 2; // NLMSG_ERROR
    public const ushort Done = 3; // NLMSG_DONE
}

/// <summary>Header flags (NLM_F_*).</summary>
[Flags]
internal enum NetlinkFlags : ushort
{
    None = 0,
    Request = 0x01, // NLM_F_REQUEST
    Multi = 0x02, // NLM_F_MULTI
    Ack = 0x04, // NLM_F_ACK
    DumpInterrupted = 0x10, // NLM_F_DUMP_INTR
    Exclusive = 0x200, // NLM_F_EXCL
    Create = 0x400, // NLM_F_CREATE
    Dump = 0x300, // NLM_F_ROOT | NLM_F_MATCH
}

/// <summary>Sizes and alignment of the wire format.</summary>
internal static class NetlinkLayout
{
    public const int HeaderLength = 16; // sizeof(struct nlmsghdr)
    public const int AttributeHeaderLength = 4; // sizeof(struct nlattr)
    public const ushort NestedFlag = 0x8000; // NLA_F_NESTED
    public const ushort TypeMask = 0x3fff; // NLA_TYPE_MASK

    /// <summary>Up to the next multiple of four (NLMSG_ALIGN, NLA_ALIGN).</summary>
    public static int Align(int length) => (length + 3) & ~3;
}

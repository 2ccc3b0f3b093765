using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Route;

/// <summary>The family header of address messages.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AddressHeader // struct ifaddrmsg
{
    public byte Family; // ifa_family
    public byte PrefixLength; // ifa_prefixlen
    public byte Flags; // ifa_flags
    public byte Scope; // ifa_scope
    public int LinkIndex; // ifa_index
}

/// <summary>Lifetimes, in seconds; all ones for ever.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AddressLifetimes // struct ifa_cacheinfo
{
    public uint Preferred; // ifa_prefered
    public uint Valid; // ifa_valid
    public uint Created; // cstamp
    public uint Updated; // tstamp
}

/// <summary>Address attributes (<c>linux/if_addr.h</c>).</summary>
internal static class AddressAttribute
{
    public const ushort Address = 1; // IFA_ADDRESS: the prefix's address, or the peer's
    public const ushort Local = 2; // IFA_LOCAL: the interface's own
    public const ushort Label = 3; // IFA_LABEL
    public const ushort Broadcast = 4; // IFA_BROADCAST
    public const ushort Lifetimes = 6; // IFA_CACHEINFO
    public const ushort Flags = 8; // IFA_FLAGS
}

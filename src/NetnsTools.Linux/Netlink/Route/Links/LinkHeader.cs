using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Route;

/// <summary>The family header of link messages.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkHeader // struct ifinfomsg
{
    public byte Family; // ifi_family
    public byte Padding; // __ifi_pad
    public ushort Type; // ifi_type
    public int Index; // ifi_index
    public uint Flags; // ifi_flags
    public uint Change; // ifi_change
}

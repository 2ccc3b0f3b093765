using System;
using System.Buffers.Binary;

namespace NetnsTools.Linux.Capture;

/// <summary>One frame in the ring: <c>struct tpacket3_hdr</c>, <c>struct sockaddr_ll</c> behind it, and the bytes. Valid until its block is given back.</summary>
internal readonly unsafe ref struct RingPacket(byte* header)
{
    private const int AddressOffset = 48; // TPACKET_ALIGN(sizeof(struct tpacket3_hdr))
    private const uint TP_STATUS_CSUMNOTREADY = 1 << 3;
    private const uint TP_STATUS_VLAN_VALID = 1 << 4;
    private const uint TP_STATUS_VLAN_TPID_VALID = 1 << 6;
    private const ushort ETH_P_8021Q = 0x8100;
    private const int MacAddressesLength = 12;
    private const int VlanTagLength = 4;
    private const long NanosecondsPerSecond = 1_000_000_000;

    public uint NextOffset => *(uint*)header; // tp_next_offset

    public long TimestampNanoseconds => (*(uint*)(header + 4) * NanosecondsPerSecond) + *(uint*)(header + 8); // tp_sec, tp_nsec

    /// <summary>Bytes on the wire, the VLAN tag included that the kernel keeps apart.</summary>
    public int OriginalLength => (int)*(uint*)(header + 16) + (HasVlanTag ? VlanTagLength : 0); // tp_len

    public bool IsChecksumPending => (Status & TP_STATUS_CSUMNOTREADY) != 0;

    public int InterfaceIndex => *(int*)(header + AddressOffset + 4); // sll_ifindex

    public ushort HardwareType => *(ushort*)(header + AddressOffset + 8); // sll_hatype

    public byte PacketType => header[AddressOffset + 10]; // sll_pkttype

    private uint Status => *(uint*)(header + 20); // tp_status

    private bool HasVlanTag => (Status & TP_STATUS_VLAN_VALID) != 0 && Captured.Length >= MacAddressesLength;

    private ReadOnlySpan<byte> Captured => new(header + *(ushort*)(header + 24), (int)*(uint*)(header + 12)); // tp_mac, tp_snaplen

    /// <summary>The frame as it was on the wire: the kernel takes the outer VLAN tag out of a received one, and tells it beside.</summary>
    /// <param name="snapLength">How many bytes of it at most: with its tag it may have become longer.</param>
    public byte[] CopyFrame(int snapLength)
    {
        ReadOnlySpan<byte> captured = Captured;
        if (!HasVlanTag)
        {
            return captured.ToArray();
        }

        Span<byte> frame = new byte[captured.Length + VlanTagLength];
        captured[..MacAddressesLength].CopyTo(frame);
        ushort protocol = (Status & TP_STATUS_VLAN_TPID_VALID) != 0 ? *(ushort*)(header + 36) : ETH_P_8021Q; // tp_vlan_tpid
        BinaryPrimitives.WriteUInt16BigEndian(frame[MacAddressesLength..], protocol);
        BinaryPrimitives.WriteUInt16BigEndian(frame[(MacAddressesLength + 2)..], (ushort)*(uint*)(header + 32)); // tp_vlan_tci
        captured[MacAddressesLength..].CopyTo(frame[(MacAddressesLength + VlanTagLength)..]);
        return frame[..Math.Min(frame.Length, snapLength)].ToArray();
    }
}

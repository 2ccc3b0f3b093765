using System;
using System.Runtime.InteropServices;
using System.Threading;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Capture;

/// <summary>A TPACKET_V3 ring: blocks of frames that the kernel fills and we hand back, without a copy or a call for each.</summary>
internal sealed unsafe class PacketRing : SafeHandle
{
    /// <summary>Bytes of one block; the kernel cuts a frame that does not fit into one.</summary>
    public const int BlockSize = 1 << 18;

    private const int TPACKET_V3 = 2;
    private const int FrameSize = 1 << 11; // only a divisor of the block here: frames lie as they come
    private const uint TP_STATUS_USER = 1;
    private const uint TP_STATUS_KERNEL = 0;
    private const int BlockStatusOffset = 8; // tpacket_hdr_v1.block_status
    private const int PacketCountOffset = 12; // num_pkts
    private const int FirstPacketOffset = 16; // offset_to_first_pkt

    private readonly int _length;
    private int _block;

    private PacketRing(nint address, int length)
        : base(0, ownsHandle: true)
    {
        SetHandle(address);
        _length = length;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Asks the kernel for a ring on a socket that receives nothing yet.</summary>
    /// <param name="socket">The packet socket.</param>
    /// <param name="size">Bytes; rounded up to whole blocks.</param>
    /// <param name="retireMilliseconds">After this time a block is handed over even if it is not full.</param>
    /// <param name="errno">Why there is none.</param>
    /// <returns>The ring; null on error.</returns>
    public static PacketRing? Create(FileDescriptor socket, int size, int retireMilliseconds, out Errno errno)
    {
        uint blocks = ((uint)size + BlockSize - 1) / BlockSize;
        ReadOnlySpan<uint> request =
        [
            BlockSize, // tp_block_size
            blocks, // tp_block_nr
            FrameSize, // tp_frame_size
            BlockSize / FrameSize * blocks, // tp_frame_nr
            (uint)retireMilliseconds, // tp_retire_blk_tov
            0, // tp_sizeof_priv
            0, // tp_feature_req_word
        ];
        errno = LibC.SetOption(socket, LibC.SOL_PACKET, LibC.PACKET_VERSION, TPACKET_V3);
        if (errno == Errno.None)
        {
            errno = LibC.SetOption(socket, LibC.SOL_PACKET, LibC.PACKET_RX_RING, MemoryMarshal.AsBytes(request));
        }

        if (errno != Errno.None)
        {
            return null;
        }

        int length = (int)(blocks * BlockSize);
        byte* address = LibC.MapShared((int)socket.DangerousGetHandle(), length, out errno);
        return address is null ? null : new PacketRing((nint)address, length);
    }

    /// <summary>Reads the next block, if the kernel has handed one over, and gives it back.</summary>
    /// <param name="take">Gets every frame of it, in order; returning false ends the block early.</param>
    /// <returns>Whether there was one.</returns>
    public bool ReadBlock(FrameReader take)
    {
        byte* block = (byte*)handle + ((long)_block * BlockSize);
        ref uint status = ref *(uint*)(block + BlockStatusOffset);
        if ((Volatile.Read(ref status) & TP_STATUS_USER) == 0)
        {
            return false;
        }

        try
        {
            uint count = *(uint*)(block + PacketCountOffset);
            byte* packet = block + *(uint*)(block + FirstPacketOffset);
            for (uint index = 0; index < count; index++)
            {
                RingPacket header = new(packet);
                if (!take(header))
                {
                    break;
                }

                packet += header.NextOffset;
            }
        }
        finally
        {
            Volatile.Write(ref status, TP_STATUS_KERNEL);
            _block = (_block + 1) % (_length / BlockSize);
        }

        return true;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.UnmapShared(handle, _length);
}

/// <summary>Takes one frame of a block while it lies there.</summary>
/// <returns>Whether more are wanted.</returns>
internal delegate bool FrameReader(in RingPacket packet);

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Netlink;

/// <summary>One received message, a view into the receive buffer.</summary>
internal readonly ref struct NetlinkMessage
{
    private NetlinkMessage(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        Type = MemoryMarshal.Read<ushort>(header[4..]);
        Flags = (NetlinkFlags)MemoryMarshal.Read<ushort>(header[6..]);
        Sequence = MemoryMarshal.Read<uint>(header[8..]);
        Port = MemoryMarshal.Read<uint>(header[12..]);
        Payload = payload;
    }

    public ushort Type { get; } // nlmsg_type

    public NetlinkFlags Flags { get; } // nlmsg_flags

    public uint Sequence { get; } // nlmsg_seq

    public uint Port { get; } // nlmsg_pid

    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Takes the next message off a datagram; false at its end.</summary>
    /// <exception cref="NetworkException">The length does not fit the datagram.</exception>
    public static bool TryTake(ref ReadOnlySpan<byte> datagram, out NetlinkMessage message)
    {
        if (datagram.IsEmpty)
        {
            message = default;
            return false;
        }

        if (datagram.Length < NetlinkLayout.HeaderLength)
        {
            throw NetlinkProtocol.Malformed($"{datagram.Length} bytes where a message header of 16 should be");
        }

        uint length = MemoryMarshal.Read<uint>(datagram); // nlmsg_len
        if (length < NetlinkLayout.HeaderLength || length > (uint)datagram.Length)
        {
            throw NetlinkProtocol.Malformed($"a message of {length} bytes in a datagram with {datagram.Length} left");
        }

        message = new NetlinkMessage(datagram, datagram[NetlinkLayout.HeaderLength..(int)length]);
        datagram = datagram[Math.Min(NetlinkLayout.Align((int)length), datagram.Length)..];
        return true;
    }

    /// <summary>The family header at the start of the payload, and the attributes behind it.</summary>
    /// <exception cref="NetworkException">The payload is shorter than the header.</exception>
    public T ReadHeader<T>(out ReadOnlySpan<byte> attributes)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        if (Payload.Length < size)
        {
            throw NetlinkProtocol.Malformed($"a payload of {Payload.Length} bytes where {size} should be");
        }

        attributes = Payload[Math.Min(NetlinkLayout.Align(size), Payload.Length)..];
        return MemoryMarshal.Read<T>(Payload);
    }
}

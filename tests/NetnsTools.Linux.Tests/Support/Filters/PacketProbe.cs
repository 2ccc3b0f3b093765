using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Capture.Filters;
using NetnsTools.Linux.Interop;
using Xunit;

namespace NetnsTools.Linux.Tests.Support.Filters;

/// <summary>A raw packet socket on one interface, with a filter in the kernel or without; keeps what has come.</summary>
internal sealed unsafe class PacketProbe : IDisposable
{
    private const int AF_PACKET = 17;
    private const int SO_ATTACH_FILTER = 26;
    private const int SO_RCVBUFFORCE = 33;
    private const ushort ETH_P_ALL = 3;
    private const int AddressLength = 20; // sizeof(struct sockaddr_ll)

    private readonly FileDescriptor _socket;
    private readonly int _interfaceIndex;
    private readonly List<ProbedPacket> _packets = [];
    private readonly byte[] _buffer = new byte[2048];

    public PacketProbe(NamespaceHandle place, int interfaceIndex, IReadOnlyList<SocketFilterInstruction>? program)
    {
        _interfaceIndex = interfaceIndex;
        // No protocol yet: nothing comes before the filter is there.
        _socket = place.OpenSocket(AF_PACKET, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, 0, ObjectKind.Capture, "open a packet socket");
        Assert.Equal(Errno.None, LibC.SetOption(_socket, LibC.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 20));
        if (program is not null)
        {
            Attach(program);
        }

        Assert.Equal(Errno.None, LibC.Bind(_socket, Address(ETH_P_ALL)));
    }

    /// <summary>All that has come until now, in order.</summary>
    public IReadOnlyList<ProbedPacket> Packets
    {
        get
        {
            Span<byte> address = stackalloc byte[AddressLength];
            while (LibC.ReceiveNow(_socket, _buffer, address, [], out int length, out _) == Errno.None)
            {
                PacketFacts facts = new(address[10], MemoryMarshal.Read<ushort>(address[8..])); // sll_pkttype, sll_hatype
                _packets.Add(new ProbedPacket(_buffer[..length], facts));
            }

            return _packets;
        }
    }

    /// <summary>Sends a frame as it stands.</summary>
    public void Send(byte[] frame) => Assert.Equal(Errno.None, LibC.Send(_socket, frame, Address(0)));

    public void Dispose() => _socket.Dispose();

    private void Attach(IReadOnlyList<SocketFilterInstruction> program)
    {
        SocketFilterInstruction[] instructions = [.. program];
        fixed (SocketFilterInstruction* filter = instructions)
        {
            Span<byte> description = stackalloc byte[16]; // struct sock_fprog
            MemoryMarshal.Write(description, (ushort)instructions.Length); // len
            MemoryMarshal.Write(description[8..], (nint)filter); // filter
            Assert.Equal(Errno.None, LibC.SetOption(_socket, LibC.SOL_SOCKET, SO_ATTACH_FILTER, description));
        }
    }

    private byte[] Address(ushort protocol)
    {
        byte[] address = new byte[AddressLength];
        MemoryMarshal.Write(address, (ushort)AF_PACKET); // sll_family
        BinaryPrimitives.WriteUInt16BigEndian(address.AsSpan(2), protocol); // sll_protocol
        MemoryMarshal.Write(address.AsSpan(4), _interfaceIndex); // sll_ifindex
        return address;
    }
}

/// <summary>A packet as a socket got it.</summary>
internal sealed record ProbedPacket(byte[] Data, PacketFacts Facts);

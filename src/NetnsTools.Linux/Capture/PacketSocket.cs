using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Capture.Filters;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Capture;

/// <summary>An AF_PACKET socket inside a namespace with its ring and its filter.</summary>
internal sealed unsafe class PacketSocket : IDisposable
{
    private const ushort ETH_P_ALL = 3;
    private const ushort PACKET_MR_PROMISC = 1;
    private const int LinkAddressLength = 20; // sizeof(struct sockaddr_ll)
    private const int MembershipLength = 16; // sizeof(struct packet_mreq)
    private const int StatisticsLength = 12; // sizeof(struct tpacket_stats_v3)
    // How long a packet may wait in a block that is not full.
    private const int RetireMilliseconds = 10;

    private readonly FileDescriptor _socket;
    private readonly PacketRing _ring;
    private readonly Dictionary<int, string> _names = [];
    private readonly CaptureOptions _options;
    private readonly string? _label;

    /// <summary>Opens, prepares and binds it: from here on no matching packet is missed.</summary>
    public PacketSocket(NamespaceHandle target, CaptureOptions options)
    {
        _label = target.Label;
        _options = options;
        IReadOnlyList<SocketFilterInstruction> filter = FilterCompiler.Compile(options.Filter, options.SnapLength);
        // Protocol 0: nothing arrives until it is bound to all of them, and then through the filter.
        _socket = target.OpenSocket(
            LibC.AF_PACKET, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, 0, ObjectKind.Capture, "open a packet socket");
        PacketRing? ring = null;
        try
        {
            Attach(filter);
            ring = PacketRing.Create(_socket, options.BufferSize, RetireMilliseconds, out Errno errno);
            Check($"set up a ring of {options.BufferSize} bytes", errno);
            _ring = ring!;
            Bind();
            if (options.IsPromiscuous)
            {
                JoinPromiscuous();
            }
        }
        catch
        {
            ring?.Dispose();
            _socket.Dispose();
            throw;
        }
    }

    public int Descriptor => (int)_socket.DangerousGetHandle();

    public PacketRing Ring => _ring;

    /// <summary>Whether the interface it is bound to was removed, or moved to another namespace.</summary>
    public bool IsLinkGone
    {
        get
        {
            Span<byte> address = stackalloc byte[LinkAddressLength];
            // -1 from the moment on at which the interface was unregistered.
            return LibC.GetSocketName(_socket, address) == Errno.None && BitConverter.ToInt32(address[4..]) < 0; // sll_ifindex
        }
    }

    /// <summary>The pending error, which is thereby taken: ENETDOWN when the interface was switched off or went away.</summary>
    public Errno TakeError()
    {
        int error = 0;
        Errno errno = LibC.GetOption(_socket, LibC.SOL_SOCKET, LibC.SO_ERROR, MemoryMarshal.AsBytes(new Span<int>(ref error)));
        return errno != Errno.None ? errno : (Errno)error;
    }

    /// <summary>How many packets matched since the last call, those dropped included, and how many of these were dropped.</summary>
    public (uint Packets, uint Drops) TakeStatistics()
    {
        Span<uint> statistics = stackalloc uint[StatisticsLength / sizeof(uint)];
        Check("read the statistics", LibC.GetOption(_socket, LibC.SOL_PACKET, LibC.PACKET_STATISTICS, MemoryMarshal.AsBytes(statistics)));
        return (statistics[0], statistics[1]); // tp_packets, tp_drops
    }

    /// <summary>Lets nothing more in; what is in the ring stays there to be read.</summary>
    public void Close() => Attach([new SocketFilterInstruction(FilterOpcode.Return, 0, 0, 0)]);

    /// <summary>Asks for names again from here on: links are renamed, and their indexes given to others.</summary>
    public void ForgetNames() => _names.Clear();

    /// <summary>The name of an interface; asked for once until they are forgotten.</summary>
    public string? NameOf(int interfaceIndex)
    {
        if (interfaceIndex == _options.InterfaceIndex)
        {
            return _options.InterfaceName;
        }

        if (!_names.TryGetValue(interfaceIndex, out string? name) && LibC.InterfaceNameOf(_socket, interfaceIndex) is { } found)
        {
            name = found;
            _names.Add(interfaceIndex, name);
        }

        return name;
    }

    public void Dispose()
    {
        _ring.Dispose();
        _socket.Dispose();
    }

    private void Attach(IReadOnlyList<SocketFilterInstruction> program)
    {
        SocketFilterInstruction[] instructions = [.. program];
        fixed (SocketFilterInstruction* pointer = instructions)
        {
            FilterProgram filter = new() { Length = (ushort)instructions.Length, Instructions = pointer };
            Check(
                "attach the filter",
                LibC.SetOption(_socket, LibC.SOL_SOCKET, LibC.SO_ATTACH_FILTER, new ReadOnlySpan<byte>(&filter, sizeof(FilterProgram))));
        }
    }

    private void Bind()
    {
        Span<byte> address = stackalloc byte[LinkAddressLength];
        address.Clear();
        BitConverter.TryWriteBytes(address, (ushort)LibC.AF_PACKET); // sll_family
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], ETH_P_ALL); // sll_protocol
        BitConverter.TryWriteBytes(address[4..], _options.InterfaceIndex); // sll_ifindex
        Check("bind a packet socket", LibC.Bind(_socket, address));
    }

    private void JoinPromiscuous()
    {
        Span<byte> membership = stackalloc byte[MembershipLength];
        membership.Clear();
        BitConverter.TryWriteBytes(membership, _options.InterfaceIndex); // mr_ifindex
        BitConverter.TryWriteBytes(membership[4..], PACKET_MR_PROMISC); // mr_type
        Check("switch to promiscuous mode", LibC.SetOption(_socket, LibC.SOL_PACKET, LibC.PACKET_ADD_MEMBERSHIP, membership));
    }

    private void Check(string verb, Errno errno)
    {
        if (errno != Errno.None)
        {
            string on = _options.InterfaceName is { } name ? $"{verb} on link '{name}'" : verb;
            throw new KernelException(new Operation(ObjectKind.Capture, on, null, _label), errno);
        }
    }

    private struct FilterProgram
    {
        public ushort Length; // sock_fprog.len
        public SocketFilterInstruction* Instructions; // filter
    }
}

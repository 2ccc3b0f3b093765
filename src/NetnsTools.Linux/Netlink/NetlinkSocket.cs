using System;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Netlink;

/// <summary>An AF_NETLINK socket, for ever in the namespace it was opened in.</summary>
internal sealed class NetlinkSocket : INetlinkTransport
{
    // The kernel fills dump datagrams up to 32 KiB; a single link comes near 64 only with hundreds of
    // alternative names, and is refused then.
    private const int BufferSize = 64 * 1024;
    private const int ReceiveQueue = 1024 * 1024;
    private const int AddressLength = 12; // sizeof(struct sockaddr_nl)
    private const int MostFailures = 3;

    private static readonly Operation Exchange = new(ObjectKind.Socket, "exchange messages over netlink");

    // One exchange is over before its thread begins another: a thousand open namespaces need no thousand buffers.
    [ThreadStatic]
    private static byte[]? _threadBuffer;

    private readonly FileDescriptor _socket;
    private bool _hasOverrun;

    /// <summary>Takes over a freshly opened socket and prepares it.</summary>
    public NetlinkSocket(FileDescriptor socket)
    {
        _socket = socket;
        try
        {
            Prepare();
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public uint Port { get; private set; }

    public void Send(ReadOnlySpan<byte> datagram)
    {
        _hasOverrun = false;
        Check(LibC.Send(_socket, datagram, []));
    }

    public ReadOnlySpan<byte> Receive()
    {
        byte[] buffer = _threadBuffer ??= GC.AllocateUninitializedArray<byte>(BufferSize);
        Span<byte> sender = stackalloc byte[AddressLength];
        for (int failures = 0; ;)
        {
            // Behind an overrun there is only what found room before it.
            Errno errno = LibC.Receive(_socket, buffer, sender, wait: !_hasOverrun, out int length);
            _hasOverrun |= errno == Errno.NoBuffers;
            if (errno == Errno.TryAgain)
            {
                Check(_hasOverrun ? Errno.NoBuffers : Errno.None);
                throw new NetworkException(FaultKind.TimedOut, ObjectKind.Socket, "The kernel gave no netlink answer within 10 seconds.");
            }

            if (errno != Errno.None && ++failures < MostFailures)
            {
                // The kernel has done what it was asked; only its answer says what came of it, and that is there still.
                continue;
            }

            Check(errno);
            if (MemoryMarshal.Read<uint>(sender[4..]) != 0)
            {
                // nl_pid: not from the kernel, so not for us.
                continue;
            }

            return length <= buffer.Length
                ? buffer.AsSpan(0, length)
                : throw new NetworkException(
                    FaultKind.Protocol,
                    ObjectKind.Socket,
                    $"A netlink answer of {length} bytes was truncated to {buffer.Length}; it cannot be trusted.");
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Prepare()
    {
        Span<byte> address = stackalloc byte[AddressLength];
        address.Clear();
        MemoryMarshal.Write(address, (ushort)LibC.AF_NETLINK); // nl_family
        Check(LibC.Bind(_socket, address));
        Check(LibC.GetSocketName(_socket, address));
        Port = MemoryMarshal.Read<uint>(address[4..]); // nl_pid

        Check(LibC.SetOption(_socket, LibC.SOL_SOCKET, LibC.SO_RCVBUF, ReceiveQueue));
        // Answers are queued before the send returns; only a lost one could be waited for.
        ReadOnlySpan<long> tenSeconds = [10, 0];
        Check(LibC.SetOption(_socket, LibC.SOL_SOCKET, LibC.SO_RCVTIMEO, MemoryMarshal.AsBytes(tenSeconds)));
        // Kernels older than these options answer without them.
        _ = LibC.SetOption(_socket, LibC.SOL_NETLINK, LibC.NETLINK_EXT_ACK, 1);
        _ = LibC.SetOption(_socket, LibC.SOL_NETLINK, LibC.NETLINK_CAP_ACK, 1);
        _ = LibC.SetOption(_socket, LibC.SOL_NETLINK, LibC.NETLINK_GET_STRICT_CHK, 1);
    }

    private static void Check(Errno errno)
    {
        if (errno != Errno.None)
        {
            throw new KernelException(Exchange, errno);
        }
    }
}

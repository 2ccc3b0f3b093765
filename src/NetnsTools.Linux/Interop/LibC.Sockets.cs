using System;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>Sockets: addresses, options, sending and receiving.</summary>
internal static unsafe partial class LibC
{
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int AF_NETLINK = 16;
    public const int SOCK_RAW = 3;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int NETLINK_ROUTE = 0;
    public const int NETLINK_SOCK_DIAG = 4;
    public const int IPPROTO_ICMP = 1;
    public const int IPPROTO_IP = 0;
    public const int IPPROTO_IPV6 = 41;
    public const int IPPROTO_ICMPV6 = 58;
    public const int SOL_SOCKET = 1;
    public const int SOL_RAW = 255;
    public const int SOL_NETLINK = 270;
    public const int SO_RCVBUF = 8;
    public const int SO_RCVTIMEO = 20;
    public const int SO_BINDTODEVICE = 25;
    public const int SO_TIMESTAMPNS = 35;
    public const int NETLINK_CAP_ACK = 10;
    public const int NETLINK_EXT_ACK = 11;
    public const int NETLINK_GET_STRICT_CHK = 12;
    public const int MSG_DONTWAIT = 0x40;
    public const int MSG_TRUNC = 0x20;

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    private static partial int SocketRaw(int domain, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    private static partial int BindRaw(FileDescriptor fd, byte* address, uint length);

    [LibraryImport(Library, EntryPoint = "connect", SetLastError = true)]
    private static partial int ConnectRaw(FileDescriptor fd, byte* address, uint length);

    [LibraryImport(Library, EntryPoint = "getsockname", SetLastError = true)]
    private static partial int GetSocketNameRaw(FileDescriptor fd, byte* address, uint* length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSocketOptionRaw(FileDescriptor fd, int level, int name, byte* value, uint length);

    [LibraryImport(Library, EntryPoint = "sendto", SetLastError = true)]
    private static partial nint SendToRaw(FileDescriptor fd, byte* data, nuint size, int flags, byte* address, uint length);

    [LibraryImport(Library, EntryPoint = "recvfrom", SetLastError = true)]
    private static partial nint ReceiveFromRaw(FileDescriptor fd, byte* data, nuint size, int flags, byte* address, uint* length);

    [LibraryImport(Library, EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessageRaw(FileDescriptor fd, MessageHeader* message, int flags);

    /// <summary>Opens a socket in the calling thread's namespace.</summary>
    public static FileDescriptor OpenSocket(int domain, int type, int protocol, out Errno errno)
    {
        int fd = SystemCallFaults.Strikes("socket") ? -1 : SocketRaw(domain, type, protocol);
        errno = fd < 0 ? LastError() : Errno.None;
        return new FileDescriptor(fd);
    }

    public static Errno Bind(FileDescriptor fd, ReadOnlySpan<byte> address)
    {
        fixed (byte* pointer = address)
        {
            return !SystemCallFaults.Strikes("bind") && BindRaw(fd, pointer, (uint)address.Length) == 0 ? Errno.None : LastError();
        }
    }

    /// <summary>Ties a datagram or raw socket to one peer; sends nothing.</summary>
    public static Errno Connect(FileDescriptor fd, ReadOnlySpan<byte> address)
    {
        fixed (byte* pointer = address)
        {
            return !SystemCallFaults.Strikes("connect") && ConnectRaw(fd, pointer, (uint)address.Length) == 0 ? Errno.None : LastError();
        }
    }

    public static Errno GetSocketName(FileDescriptor fd, Span<byte> address)
    {
        uint length = (uint)address.Length;
        fixed (byte* pointer = address)
        {
            return !SystemCallFaults.Strikes("getsockname") && GetSocketNameRaw(fd, pointer, &length) == 0 ? Errno.None : LastError();
        }
    }

    public static Errno SetOption(FileDescriptor fd, int level, int name, ReadOnlySpan<byte> value)
    {
        fixed (byte* pointer = value)
        {
            return !SystemCallFaults.Strikes("setsockopt") && SetSocketOptionRaw(fd, level, name, pointer, (uint)value.Length) == 0 ? Errno.None : LastError();
        }
    }

    public static Errno SetOption(FileDescriptor fd, int level, int name, int value) =>
        SetOption(fd, level, name, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));

    /// <summary>Sends one datagram; an empty address means the connected peer (for netlink, the kernel).</summary>
    public static Errno Send(FileDescriptor fd, ReadOnlySpan<byte> data, ReadOnlySpan<byte> address)
    {
        fixed (byte* bytes = data)
        fixed (byte* peer = address)
        {
            while (SystemCallFaults.Strikes("sendto") || SendToRaw(fd, bytes, (nuint)data.Length, 0, peer, (uint)address.Length) < 0)
            {
                Errno errno = LastError();
                if (errno != Errno.Interrupted)
                {
                    return errno;
                }
            }
        }

        return Errno.None;
    }

    /// <summary>Receives one datagram. The length is the datagram's own, even where it exceeds the buffer.</summary>
    public static Errno Receive(FileDescriptor fd, Span<byte> data, Span<byte> address, bool wait, out int length)
    {
        int flags = wait ? MSG_TRUNC : MSG_TRUNC | MSG_DONTWAIT;
        uint addressLength = (uint)address.Length;
        fixed (byte* bytes = data)
        fixed (byte* peer = address)
        {
            nint received;
            Errno errno;
            do
            {
                received = SystemCallFaults.Strikes("recvfrom") ? -1 : ReceiveFromRaw(fd, bytes, (nuint)data.Length, flags, peer, &addressLength);
                errno = received < 0 ? LastError() : Errno.None;
            }
            while (errno == Errno.Interrupted);
            length = (int)received;
            return errno;
        }
    }

    /// <summary>Receives one datagram with its ancillary data, without waiting.</summary>
    public static Errno ReceiveNow(
        FileDescriptor fd, Span<byte> data, Span<byte> address, Span<byte> control, out int length, out int controlLength)
    {
        fixed (byte* bytes = data)
        fixed (byte* peer = address)
        fixed (byte* ancillary = control)
        {
            IoVector vector = new() { Base = bytes, Length = (nuint)data.Length };
            MessageHeader message = new()
            {
                Name = peer,
                NameLength = (uint)address.Length,
                Vectors = &vector,
                VectorCount = 1,
                Control = ancillary,
                ControlLength = (nuint)control.Length,
            };
            nint received;
            Errno errno;
            do
            {
                received = SystemCallFaults.Strikes("recvmsg") ? -1 : ReceiveMessageRaw(fd, &message, MSG_DONTWAIT | MSG_TRUNC);
                errno = received < 0 ? LastError() : Errno.None;
            }
            while (errno == Errno.Interrupted);
            length = (int)received;
            controlLength = (int)message.ControlLength;
            return errno;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public byte* Base; // iov_base
        public nuint Length; // iov_len
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public byte* Name; // msg_name
        public uint NameLength; // msg_namelen
        public IoVector* Vectors; // msg_iov
        public nuint VectorCount; // msg_iovlen
        public byte* Control; // msg_control
        public nuint ControlLength; // msg_controllen
        public int Flags; // msg_flags
    }
}

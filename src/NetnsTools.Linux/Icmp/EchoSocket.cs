using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Icmp;

/// <summary>A raw ICMP or ICMPv6 socket inside a namespace, filtered to replies and errors.</summary>
internal sealed class EchoSocket : IDisposable
{
    private const int ICMP_FILTER = 1;
    private const int ICMPV6_FILTER = 1;
    private const int IP_TTL = 2;
    private const int IP_MTU_DISCOVER = 10;
    private const int IPV6_UNICAST_HOPS = 16;
    private const int IPV6_MTU_DISCOVER = 23;
    private const int IPV6_RECVHOPLIMIT = 51;
    private const int PMTUDISC_DO = 2;
    private const int ControlSize = 128;
    private const int Headers = 128; // IPv4 with all its options, and ICMP
    private const int LongestError = 2048; // an error quotes up to the smallest MTU (RFC 4443: 1280 bytes)

    private readonly FileDescriptor _socket;
    private readonly byte[] _destination;
    private readonly byte[] _buffer;
    private readonly string? _label;

    public EchoSocket(NamespaceHandle target, EchoOptions options)
    {
        _label = target.Label;
        IsIPv6 = options.Destination.AddressFamily == AddressFamily.InterNetworkV6;
        _destination = InternetAddress.Encode(options.Destination);
        // What is longer is nobody's answer to us; its own length is told all the same.
        _buffer = new byte[Math.Max(LongestError, options.PayloadSize + Headers)];
        _socket = IsIPv6
            ? target.OpenSocket(LibC.AF_INET6, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, LibC.IPPROTO_ICMPV6, ObjectKind.Echo, "open an ICMPv6 socket")
            : target.OpenSocket(LibC.AF_INET, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, LibC.IPPROTO_ICMP, ObjectKind.Echo, "open an ICMP socket");
        try
        {
            Prepare(options);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public bool IsIPv6 { get; }

    public int Descriptor => (int)_socket.DangerousGetHandle();

    public Errno Send(ReadOnlySpan<byte> packet) => LibC.Send(_socket, packet, _destination);

    /// <summary>The next datagram that is there already; false where there is none.</summary>
    public bool TryReceive(out ReadOnlySpan<byte> datagram, out IPAddress sender, out Ancillary ancillary)
    {
        Span<byte> address = stackalloc byte[InternetAddress.MaximumLength];
        Span<byte> control = stackalloc byte[ControlSize];
        while (true)
        {
            Errno errno = LibC.ReceiveNow(_socket, _buffer, address, control, out int length, out int controlLength);
            if (errno == Errno.None)
            {
                datagram = _buffer.AsSpan(0, Math.Min(length, _buffer.Length));
                sender = InternetAddress.Decode(address);
                ancillary = Ancillary.Read(control[..controlLength]);
                return true;
            }

            if (errno == Errno.TryAgain)
            {
                datagram = default;
                sender = IPAddress.None;
                ancillary = default;
                return false;
            }

            // A pending ICMP error of the socket; it is reported once and the message itself comes as well.
            if (errno is not (Errno.HostUnreachable or Errno.NetworkUnreachable or Errno.MessageTooLong or Errno.AccessDenied or Errno.NetworkDown))
            {
                throw Failure("receive ICMP", errno);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Prepare(EchoOptions options)
    {
        Check("ask for timestamps of ICMP", LibC.SetOption(_socket, LibC.SOL_SOCKET, LibC.SO_TIMESTAMPNS, 1));
        if (IsIPv6)
        {
            Span<uint> blocked = stackalloc uint[8];
            blocked.Fill(uint.MaxValue);
            foreach (byte type in EchoCodec.PassedTypes6)
            {
                blocked[type >> 5] &= ~(1u << (type & 31));
            }

            Check("filter ICMPv6", LibC.SetOption(_socket, LibC.IPPROTO_ICMPV6, ICMPV6_FILTER, MemoryMarshal.AsBytes(blocked)));
            Check("ask for hop limits", LibC.SetOption(_socket, LibC.IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1));
        }
        else
        {
            Check("filter ICMP", LibC.SetOption(_socket, LibC.SOL_RAW, ICMP_FILTER, unchecked((int)EchoCodec.BlockedTypes4)));
        }

        int level = IsIPv6 ? LibC.IPPROTO_IPV6 : LibC.IPPROTO_IP;
        if (options.TimeToLive is { } timeToLive)
        {
            Check("set the time to live", LibC.SetOption(_socket, level, IsIPv6 ? IPV6_UNICAST_HOPS : IP_TTL, timeToLive));
        }

        if (options.DontFragment)
        {
            Check("forbid fragments", LibC.SetOption(_socket, level, IsIPv6 ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER, PMTUDISC_DO));
        }

        if (options.LinkName is { } link)
        {
            byte[] name = new byte[InterfaceName.MaximumBytes + 1];
            _ = Encoding.UTF8.GetBytes(link, name);
            Check($"bind to link '{link}'", LibC.SetOption(_socket, LibC.SOL_SOCKET, LibC.SO_BINDTODEVICE, name));
        }

        if (options.Source is { } source)
        {
            Check($"use the source address {source}", LibC.Bind(_socket, InternetAddress.Encode(source)));
        }
    }

    private void Check(string verb, Errno errno)
    {
        if (errno != Errno.None)
        {
            throw Failure(verb, errno);
        }
    }

    private KernelException Failure(string verb, Errno errno) => new(new Operation(ObjectKind.Echo, verb, null, _label), errno);
}

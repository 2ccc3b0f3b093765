using System;
using System.Buffers.Binary;
using System.Net;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Packets;
using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Sees every ICMP message that arrives in a namespace (IPv4), and forges some.</summary>
internal sealed class EchoWitness(NamespaceHandle target) : IDisposable
{
    public const byte Request = 8; // ICMP_ECHO
    public const byte Reply = 0; // ICMP_ECHOREPLY
    public const byte TimeExceeded = 11; // ICMP_TIME_EXCEEDED

    private const int HeaderLength = 20;
    private const long Patience = 20_000_000_000;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly FileDescriptor _socket =
        target.OpenSocket(LibC.AF_INET, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, LibC.IPPROTO_ICMP, ObjectKind.Echo, "open an ICMP socket");

    /// <summary>The next message of a type, with its IP header; waits for it.</summary>
    public byte[] Take(byte type)
    {
        Span<byte> address = stackalloc byte[InternetAddress.MaximumLength];
        while (true)
        {
            Assert.Equal(1, LibC.WaitReadable((int)_socket.DangerousGetHandle(), -1, Patience));
            Assert.Equal(Errno.None, LibC.ReceiveNow(_socket, _buffer, address, [], out int length, out _));
            if (_buffer[HeaderLength] == type)
            {
                return _buffer[..length];
            }
        }
    }

    /// <summary>Sends an ICMP message, whose checksum is made right.</summary>
    public void Send(byte[] icmp, IPAddress destination)
    {
        icmp.AsSpan(2, 2).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(2), InternetChecksum.Of(icmp));
        Assert.Equal(Errno.None, LibC.Send(_socket, icmp, InternetAddress.Encode(destination)));
    }

    /// <summary>From now on under this address.</summary>
    public void SendFrom(IPAddress source) => Assert.Equal(Errno.None, LibC.Bind(_socket, InternetAddress.Encode(source)));

    /// <summary>The ICMP part of a message, as one of another type and sequence number.</summary>
    public static byte[] Forge(byte[] datagram, byte type, int sequence)
    {
        byte[] icmp = datagram[HeaderLength..];
        icmp[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(6), (ushort)sequence);
        return icmp;
    }

    /// <summary>An error about a message, from whoever sends it.</summary>
    public static byte[] Error(byte type, byte[] quoted) => [type, 0, 0, 0, 0, 0, 0, 0, .. quoted];

    public void Dispose() => _socket.Dispose();
}

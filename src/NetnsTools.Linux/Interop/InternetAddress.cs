using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Interop;

/// <summary>IP socket addresses as the kernel lays them out.</summary>
internal static class InternetAddress
{
    public const int MaximumLength = 28; // sizeof(struct sockaddr_in6)
    private const int LengthIPv4 = 16; // sizeof(struct sockaddr_in)

    /// <summary>sockaddr_in or sockaddr_in6, with port 0.</summary>
    public static byte[] Encode(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            byte[] result = new byte[LengthIPv4];
            MemoryMarshal.Write(result, (ushort)LibC.AF_INET); // sin_family
            address.GetAddressBytes().CopyTo(result, 4); // sin_addr
            return result;
        }

        byte[] result6 = new byte[MaximumLength];
        MemoryMarshal.Write(result6, (ushort)LibC.AF_INET6); // sin6_family
        address.GetAddressBytes().CopyTo(result6, 8); // sin6_addr
        MemoryMarshal.Write(result6.AsSpan(24), (uint)address.ScopeId); // sin6_scope_id
        return result6;
    }

    public static IPAddress Decode(ReadOnlySpan<byte> socketAddress) =>
        MemoryMarshal.Read<ushort>(socketAddress) == LibC.AF_INET
            ? new IPAddress(socketAddress.Slice(4, 4))
            : new IPAddress(socketAddress.Slice(8, 16), MemoryMarshal.Read<uint>(socketAddress[24..]));
}

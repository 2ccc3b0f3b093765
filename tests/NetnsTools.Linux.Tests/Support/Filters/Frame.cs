using System;
using System.Buffers.Binary;
using System.Net;

namespace NetnsTools.Linux.Tests.Support.Filters;

/// <summary>Frames, built from the inside out.</summary>
internal static class Frame
{
    public const byte Icmp = 1;
    public const byte Igmp = 2;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte IcmpV6 = 58;
    public const byte Sctp = 132;

    /// <summary>An Ethernet frame with tags of these types, the outer one first.</summary>
    public static byte[] Ethernet(int type, byte[] payload, params int[] tags)
    {
        // For a station that is not there: whoever receives it leaves it alone.
        byte[] header = Convert.FromHexString("0200000000fe0200000000fd");
        for (int index = 0; index < tags.Length; index++)
        {
            header = [.. header, .. Number(tags[index]), .. Number(100 + index)];
        }

        return [.. header, .. Number(type), .. payload];
    }

    public static byte[] IPv4(
        byte protocol, byte[] payload, string source = "10.0.0.10", string destination = "10.0.0.20", int options = 0, int offset = 0, bool more = false)
    {
        byte[] header = new byte[20 + (options * 4)];
        header[0] = (byte)(0x45 + options);
        Number(header.Length + payload.Length).CopyTo(header, 2);
        Number((offset / 8) | (more ? 0x2000 : 0)).CopyTo(header, 6);
        header[8] = 64;
        header[9] = protocol;
        IPAddress.Parse(source).GetAddressBytes().CopyTo(header, 12);
        IPAddress.Parse(destination).GetAddressBytes().CopyTo(header, 16);
        header.AsSpan(20).Fill(1); // IPOPT_NOP
        return [.. header, .. payload];
    }

    public static byte[] IPv6(byte next, byte[] payload, string source = "fd00::10", string destination = "fd00::20") =>
    [
        0x60, 0, 0, 0, .. Number(payload.Length), next, 64,
        .. IPAddress.Parse(source).GetAddressBytes(), .. IPAddress.Parse(destination).GetAddressBytes(), .. payload,
    ];

    /// <summary>An extension header whose length is in units of 8 bytes.</summary>
    public static byte[] Extension(byte next, byte[] payload, int units = 0) => [next, (byte)units, .. new byte[6 + (units * 8)], .. payload];

    /// <summary>An authentication header with so many words of check value.</summary>
    public static byte[] Authentication(byte next, byte[] payload, int words = 3) =>
        [next, (byte)(words + 1), .. new byte[10 + (words * 4)], .. payload];

    public static byte[] Fragment(byte next, byte[] payload, int offset = 0, bool more = false) =>
        [next, 0, .. Number((offset & ~7) | (more ? 1 : 0)), 0, 0, 0, 1, .. payload];

    /// <summary>What TCP, UDP and SCTP begin with.</summary>
    public static byte[] Ports(int source, int destination) => [.. Number(source), .. Number(destination), .. new byte[16]];

    public static byte[] Arp(int operation, string sender, string target) =>
    [
        0, 1, 8, 0, 6, 4, .. Number(operation), 2, 0, 0, 0, 0, 0xfd, .. IPAddress.Parse(sender).GetAddressBytes(),
        0, 0, 0, 0, 0, 0, .. IPAddress.Parse(target).GetAddressBytes(),
    ];

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Datagrams as the kernel would write them, also wrong ones; and walks over them.</summary>
internal static class Datagram
{
    /// <summary>One message with a true length.</summary>
    public static byte[] Message(ushort type, NetlinkFlags flags, uint sequence, uint port, params byte[][] parts)
    {
        byte[] payload = Join(parts);
        byte[] message = new byte[NetlinkLayout.HeaderLength + NetlinkLayout.Align(payload.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(message, (uint)(NetlinkLayout.HeaderLength + payload.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(6), (ushort)flags);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(8), sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(12), port);
        payload.CopyTo(message, NetlinkLayout.HeaderLength);
        return message;
    }

    /// <summary>One attribute with a true length, padded.</summary>
    public static byte[] Attribute(ushort type, params byte[] value)
    {
        byte[] attribute = new byte[NetlinkLayout.Align(NetlinkLayout.AttributeHeaderLength + value.Length)];
        BinaryPrimitives.WriteUInt16LittleEndian(attribute, (ushort)(NetlinkLayout.AttributeHeaderLength + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(attribute.AsSpan(2), type);
        value.CopyTo(attribute, NetlinkLayout.AttributeHeaderLength);
        return attribute;
    }

    /// <summary>A string attribute with its NUL.</summary>
    public static byte[] Attribute(ushort type, string value) => Attribute(type, [.. Encoding.UTF8.GetBytes(value), 0]);

    public static byte[] Number(int value) => BitConverter.GetBytes(value);

    public static byte[] Join(params byte[][] parts)
    {
        List<byte> bytes = [];
        foreach (byte[] part in parts)
        {
            bytes.AddRange(part);
        }

        return [.. bytes];
    }

    /// <summary>Every message of a datagram through a decoder; what the decoder leaves out is left out here.</summary>
    public static List<T> Decode<T>(ReadOnlySpan<byte> datagram, NetlinkDecoder<T> decode)
        where T : class
    {
        List<T> items = [];
        while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
        {
            if (decode(message) is { } item)
            {
                items.Add(item);
            }
        }

        return items;
    }
}

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace NetnsTools.Linux.Netlink;

/// <summary>One attribute, a view into the receive buffer. Every accessor checks the length; none reads over the end.</summary>
internal readonly ref struct NetlinkAttribute
{
    private NetlinkAttribute(ushort type, ReadOnlySpan<byte> value)
    {
        Type = type;
        Value = value;
    }

    /// <summary>nla_type without the nested and byte-order bits.</summary>
    public ushort Type { get; }

    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Takes the next attribute off a sequence; false at its end.</summary>
    /// <exception cref="NetworkException">The length does not fit.</exception>
    public static bool TryTake(ref ReadOnlySpan<byte> attributes, out NetlinkAttribute attribute)
    {
        if (attributes.IsEmpty)
        {
            attribute = default;
            return false;
        }

        if (attributes.Length < NetlinkLayout.AttributeHeaderLength)
        {
            throw NetlinkProtocol.Malformed($"{attributes.Length} bytes where an attribute header of 4 should be");
        }

        ushort length = MemoryMarshal.Read<ushort>(attributes); // nla_len
        ushort type = (ushort)(MemoryMarshal.Read<ushort>(attributes[2..]) & NetlinkLayout.TypeMask);
        if (length < NetlinkLayout.AttributeHeaderLength || length > attributes.Length)
        {
            throw NetlinkProtocol.Malformed($"attribute {type} of {length} bytes with {attributes.Length} left");
        }

        attribute = new NetlinkAttribute(type, attributes[NetlinkLayout.AttributeHeaderLength..length]);
        attributes = attributes[Math.Min(NetlinkLayout.Align(length), attributes.Length)..];
        return true;
    }

    public byte AsByte() => Read<byte>();

    public ushort AsUInt16() => Read<ushort>();

    public uint AsUInt32() => Read<uint>();

    public int AsInt32() => Read<int>();

    /// <summary>A structure as the kernel laid it out; a longer attribute (a newer kernel) is cut, a shorter one refused.</summary>
    public T Read<T>()
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        return Value.Length >= size
            ? MemoryMarshal.Read<T>(Value)
            : throw NetlinkProtocol.Malformed($"attribute {Type} holds {Value.Length} bytes where {size} should be");
    }

    /// <summary>A string, without its terminating NUL.</summary>
    public string AsString()
    {
        int end = Value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
    }
}

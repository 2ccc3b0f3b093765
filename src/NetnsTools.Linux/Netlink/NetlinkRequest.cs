using System;
using System.Runtime.InteropServices;
using System.Text;

namespace NetnsTools.Linux.Netlink;

/// <summary>Writes one netlink message: header, family header, attributes. Padding is zeroed, nested lengths are patched.</summary>
internal sealed class NetlinkRequest
{
    private byte[] _buffer = new byte[192];
    private int _length = NetlinkLayout.HeaderLength;

    public NetlinkRequest(ushort type, NetlinkFlags flags)
    {
        Type = type;
        Flags = flags | NetlinkFlags.Request;
    }

    public ushort Type { get; }

    public NetlinkFlags Flags { get; }

    /// <summary>How many bytes it has so far, padding included.</summary>
    public int Length => NetlinkLayout.Align(_length);

    /// <summary>Appends a family header (ifinfomsg, ifaddrmsg, …) as it lies in memory: netlink speaks host order.</summary>
    public NetlinkRequest Header<T>(in T header)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in header));
        bytes.CopyTo(Reserve(bytes.Length));
        return this;
    }

    public NetlinkRequest Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        int length = NetlinkLayout.AttributeHeaderLength + value.Length;
        if (length > ushort.MaxValue)
        {
            throw new ArgumentException($"An attribute holds at most 65531 bytes, not {value.Length}.", nameof(value));
        }

        Span<byte> target = Reserve(length);
        MemoryMarshal.Write(target, (ushort)length);
        MemoryMarshal.Write(target[2..], type);
        value.CopyTo(target[NetlinkLayout.AttributeHeaderLength..]);
        return this;
    }

    public NetlinkRequest Attribute(ushort type, uint value) =>
        Attribute(type, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in value)));

    public NetlinkRequest Attribute(ushort type, byte value) => Attribute(type, new ReadOnlySpan<byte>(in value));

    /// <summary>A string with its terminating NUL (NLA_NUL_STRING).</summary>
    public NetlinkRequest Attribute(ushort type, string value)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(value) + 1];
        _ = Encoding.UTF8.GetBytes(value, bytes);
        return Attribute(type, bytes);
    }

    /// <summary>Opens a nested attribute; disposing the scope patches its length.</summary>
    public NestScope Nest(ushort type)
    {
        int start = _length;
        _ = Attribute(type, []);
        return new NestScope(this, start);
    }

    /// <summary>The finished message under this sequence number; the kernel fills in no port itself, so it is zero.</summary>
    public ReadOnlySpan<byte> Finish(uint sequence, NetlinkFlags extraFlags = NetlinkFlags.None)
    {
        Span<byte> header = _buffer;
        MemoryMarshal.Write(header, (uint)_length);
        MemoryMarshal.Write(header[4..], Type);
        MemoryMarshal.Write(header[6..], (ushort)(Flags | extraFlags));
        MemoryMarshal.Write(header[8..], sequence);
        MemoryMarshal.Write(header[12..], 0u);
        return _buffer.AsSpan(0, _length);
    }

    private Span<byte> Reserve(int length)
    {
        int start = _length;
        int end = start + NetlinkLayout.Align(length);
        if (end > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(end, _buffer.Length * 2));
        }

        _length = end;
        return _buffer.AsSpan(start, length);
    }

    /// <summary>An open nested attribute.</summary>
    internal readonly ref struct NestScope(NetlinkRequest request, int start)
    {
        public void Dispose()
        {
            int length = request._length - start;
            if (length > ushort.MaxValue)
            {
                throw new InvalidOperationException("A nested attribute holds at most 65531 bytes.");
            }

            MemoryMarshal.Write(request._buffer.AsSpan(start), (ushort)length);
        }
    }
}

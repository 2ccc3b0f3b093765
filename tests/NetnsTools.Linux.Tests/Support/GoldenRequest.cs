using System;
using System.Buffers.Binary;
using NetnsTools.Linux.Netlink;
using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>A recorded request, with the fields changed in which ours differs on purpose.</summary>
internal sealed class GoldenRequest
{
    private byte[] _bytes;

    private GoldenRequest(byte[] bytes) => _bytes = bytes;

    public static GoldenRequest Of(string name) => new(GoldenFile.Read(name));

    /// <summary>nlmsg_type.</summary>
    public GoldenRequest WithType(ushort type)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(4), type);
        return this;
    }

    public GoldenRequest WithByte(int offset, byte expected, byte value)
    {
        Assert.Equal(expected, _bytes[offset]);
        _bytes[offset] = value;
        return this;
    }

    /// <summary>A number somewhere in the message; what the recording has there is checked first.</summary>
    public GoldenRequest WithNumber(int offset, uint expected, uint value)
    {
        Assert.Equal(expected, BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset)));
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(offset), value);
        return this;
    }

    /// <summary>One more attribute at the end.</summary>
    public GoldenRequest WithAttribute(byte[] attribute)
    {
        _bytes = [.. _bytes, .. attribute];
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes, (uint)_bytes.Length);
        return this;
    }

    /// <summary>Compares byte by byte, under the recording's own sequence number.</summary>
    public void AssertEqual(NetlinkRequest request, NetlinkFlags extraFlags)
    {
        uint sequence = BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(8));
        Assert.Equal(Hex(_bytes), Hex(request.Finish(sequence, extraFlags)));
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>A kernel that answers by script: one entry per request, each a list of datagrams.</summary>
internal sealed class FakeKernel : INetlinkTransport
{
    private readonly Queue<Func<SentRequest, byte[][]>> _script = new();
    private readonly Queue<byte[]> _pending = new();

    public uint Port { get; init; } = 4711;

    public List<SentRequest> Requests { get; } = [];

    public bool IsDisposed { get; private set; }

    /// <summary>Datagrams that nobody has read yet.</summary>
    public int Unread => _pending.Count;

    /// <summary>What to answer to the next request that has no answer yet.</summary>
    public FakeKernel Answer(Func<SentRequest, byte[][]> datagrams)
    {
        _script.Enqueue(datagrams);
        return this;
    }

    public void Send(ReadOnlySpan<byte> datagram)
    {
        SentRequest request = new(
            MemoryMarshal.Read<ushort>(datagram[4..]),
            (NetlinkFlags)MemoryMarshal.Read<ushort>(datagram[6..]),
            MemoryMarshal.Read<uint>(datagram[8..]),
            Port,
            datagram.ToArray());
        Requests.Add(request);
        foreach (byte[] answer in _script.Dequeue()(request))
        {
            _pending.Enqueue(answer);
        }
    }

    public ReadOnlySpan<byte> Receive() => _pending.TryDequeue(out byte[]? datagram)
        ? datagram
        : throw new NetworkException(FaultKind.TimedOut, ObjectKind.Socket, "The script has no further datagram.");

    public void Dispose() => IsDisposed = true;
}

/// <summary>A request as it reached the fake kernel, and the answers to it.</summary>
internal sealed record SentRequest(ushort Type, NetlinkFlags Flags, uint Sequence, uint Port, byte[] Bytes)
{
    private const NetlinkFlags Capped = (NetlinkFlags)0x100; // NLM_F_CAPPED
    private const NetlinkFlags AckTlvs = (NetlinkFlags)0x200; // NLM_F_ACK_TLVS

    public byte[] Acknowledge() => Verdict(0, Capped, []);

    /// <summary>NLMSG_ERROR as with NETLINK_CAP_ACK: the request's header only.</summary>
    public byte[] Refuse(Errno errno) => Verdict(-(int)errno, Capped, []);

    /// <summary>NLMSG_ERROR with the kernel's own sentence and the offset of the attribute.</summary>
    public byte[] Refuse(Errno errno, string text, int offset) => Verdict(
        -(int)errno,
        Capped | AckTlvs,
        Datagram.Join(Datagram.Attribute(1, text), Datagram.Attribute(2, Datagram.Number(offset))));

    public byte[] Reply(ushort type, NetlinkFlags flags, params byte[][] payload) =>
        Datagram.Message(type, flags, Sequence, Port, payload);

    /// <summary>One object of a dump, whose payload is one number.</summary>
    public byte[] Item(int value, NetlinkFlags flags = NetlinkFlags.Multi) => Reply(Numbers.Type, flags, Datagram.Number(value));

    public byte[] Done(int error = 0, NetlinkFlags flags = NetlinkFlags.Multi) =>
        Reply(NetlinkMessageType.Done, flags, Datagram.Number(error));

    private byte[] Verdict(int error, NetlinkFlags flags, byte[] extended) =>
        Reply(NetlinkMessageType.Error, flags, Datagram.Number(error), Bytes[..NetlinkLayout.HeaderLength], extended);
}

/// <summary>The object that the fake kernel's dumps are made of.</summary>
internal static class Numbers
{
    public const ushort Type = 99;

    public static readonly Operation Listing = new(ObjectKind.Link, "list numbers", null, "ns-1");

    public static NetlinkRequest Request() => new NetlinkRequest(98, NetlinkFlags.None).Header(0);

    public static string? Decode(NetlinkMessage message) =>
        message.Type == Type ? $"{message.ReadHeader<int>(out _)}" : null;
}

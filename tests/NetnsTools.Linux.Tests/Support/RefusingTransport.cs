using System;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>rtnetlink of the real kernel, which says no to one request that it would have granted.</summary>
internal sealed class RefusingTransport(NamespaceHandle target) : INetlinkTransport
{
    private readonly NetlinkSocket _kernel = new(target.OpenNetlink());
    private byte[]? _refusal;

    /// <summary>What to refuse: type and index (ifi_index) of a link request. Then it is null again.</summary>
    public Func<ushort, LinkHeader, bool>? Refuse { get; set; }

    /// <summary>Whether the kernel does all of it before the refusal: the worst that "one by one" can mean.</summary>
    public bool IsDone { get; init; }

    public uint Port => _kernel.Port;

    public void Send(ReadOnlySpan<byte> datagram)
    {
        SentRequest request = new(
            MemoryMarshal.Read<ushort>(datagram[4..]),
            (NetlinkFlags)MemoryMarshal.Read<ushort>(datagram[6..]),
            MemoryMarshal.Read<uint>(datagram[8..]),
            Port,
            datagram.ToArray());
        if (Refuse?.Invoke(request.Type, MemoryMarshal.Read<LinkHeader>(datagram[NetlinkLayout.HeaderLength..])) is true)
        {
            Refuse = null;
            _refusal = request.Refuse(Errno.NetworkDown);
            if (IsDone)
            {
                _kernel.Send(datagram);
                _ = _kernel.Receive();
            }

            return;
        }

        _kernel.Send(datagram);
    }

    public ReadOnlySpan<byte> Receive()
    {
        byte[]? refusal = _refusal;
        _refusal = null;
        return refusal ?? _kernel.Receive();
    }

    public void Dispose() => _kernel.Dispose();
}

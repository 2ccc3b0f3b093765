using System;

namespace NetnsTools.Linux.Netlink;

/// <summary>Carries datagrams to the kernel and back. The seam behind which tests put a kernel of their own.</summary>
internal interface INetlinkTransport : IDisposable
{
    /// <summary>The port id that the kernel addresses its answers to.</summary>
    uint Port { get; }

    void Send(ReadOnlySpan<byte> datagram);

    /// <summary>The next datagram, valid until the next call.</summary>
    /// <exception cref="NetworkException">It was truncated, came from elsewhere, or none came.</exception>
    ReadOnlySpan<byte> Receive();
}

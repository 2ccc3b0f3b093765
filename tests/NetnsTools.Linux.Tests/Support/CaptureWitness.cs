using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Route;
using Xunit;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Captures of tests, and frames put on a cable by hand.</summary>
internal static class CaptureWitness
{
    /// <summary>An EtherType for local experiments: nothing but a test sends it.</summary>
    public const ushort TestType = 0x88b5; // ETH_P_802_EX1

    /// <summary>Places with addresses, and the link of each on the cable between them.</summary>
    public static (Place Left, Link LeftLink, Place Right, Link RightLink) CreateCable(this TestNetwork network)
    {
        (Place left, Place right) = network.CreateNeighbours();
        return (left, Veth(left), right, Veth(right));
    }

    /// <summary>The one veth of a place.</summary>
    public static Link Veth(Place place) => place.Route.Links.List().Single(static link => link.IsVeth);

    /// <summary>A capture that runs.</summary>
    public static CaptureSession Start(NamespaceHandle place, CaptureOptions options, params IReadOnlyList<IFrameSink> sinks)
    {
        CaptureSession session = new(place, options);
        session.Start(sinks);
        return session;
    }

    public static CaptureOptions On(Link link) => new() { InterfaceIndex = link.Index, InterfaceName = link.Name };

    /// <summary>A frame of <see cref="TestType"/> from nobody to a station, with a number in it.</summary>
    public static byte[] Frame(MacAddress destination, int number, int length = 64)
    {
        byte[] frame = new byte[length];
        destination.GetAddressBytes().CopyTo(frame, 0);
        frame[6] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), TestType);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(14), number);
        return frame;
    }

    /// <summary>The numbers of such frames; others are passed over.</summary>
    public static int[] Numbers(FrameBuffer buffer) => [.. buffer.ToArray()
        .Where(static frame => BinaryPrimitives.ReadUInt16BigEndian(frame.Data.AsSpan(12)) == TestType)
        .Select(static frame => BinaryPrimitives.ReadInt32BigEndian(frame.Data.AsSpan(14)))];
}

/// <summary>Puts frames on a link as they are.</summary>
internal sealed class FrameInjector : IDisposable
{
    private readonly FileDescriptor _socket;

    public FrameInjector(NamespaceHandle place, Link link)
    {
        _socket = place.OpenSocket(LibC.AF_PACKET, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, 0, ObjectKind.Socket, "open a packet socket");
        byte[] address = new byte[20];
        BitConverter.TryWriteBytes(address, (ushort)LibC.AF_PACKET); // sll_family
        BitConverter.TryWriteBytes(address.AsSpan(4), link.Index); // sll_ifindex
        Assert.Equal(Errno.None, LibC.Bind(_socket, address));
    }

    public void Send(byte[] frame) => Assert.Equal(Errno.None, LibC.Send(_socket, frame, []));

    public void Dispose() => _socket.Dispose();
}

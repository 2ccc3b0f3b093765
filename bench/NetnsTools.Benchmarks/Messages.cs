using System;
using BenchmarkDotNet.Attributes;
using NetnsTools.Linux;
using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;
using NetnsTools.Linux.Tests.Support;

namespace NetnsTools.Benchmarks;

/// <summary>Requests to bytes, and recorded messages of the kernel to objects.</summary>
public class Messages
{
    private readonly VethEndSpecification _left = new() { Name = "veth-1", MacAddress = MacAddress.Parse("02:00:00:00:00:01"), Mtu = 1400 };
    private readonly VethEndSpecification _right = new() { Name = "veth-2", MacAddress = MacAddress.Parse("02:00:00:00:00:02"), Mtu = 1400 };
    private readonly AddressPrefix _prefix = AddressPrefix.Parse("10.0.0.10/16");
    private readonly byte[] _link = GoldenFile.Read("link-veth-up.answer");
    private readonly byte[] _addresses = GoldenFile.Read("address-dump.answer");

    /// <summary>RTM_NEWLINK with both ends.</summary>
    [Benchmark]
    public int EncodeVethPair() => LinkEncoder.CreateVethPair(_left, _right).Finish(1).Length;

    /// <summary>RTM_NEWADDR.</summary>
    [Benchmark]
    public int EncodeAddress() => AddressEncoder.Add(2, _prefix, AddressFlags.None).Finish(1).Length;

    /// <summary>RTM_NEWLINK of one end of a veth pair.</summary>
    [Benchmark]
    public object? DecodeLink()
    {
        ReadOnlySpan<byte> datagram = _link;
        return NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message) ? LinkDecoder.Decode(message) : null;
    }

    /// <summary>RTM_NEWADDR, the first of a list.</summary>
    [Benchmark]
    public object? DecodeAddress()
    {
        ReadOnlySpan<byte> datagram = _addresses;
        return NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message) ? AddressDecoder.Decode(message) : null;
    }
}

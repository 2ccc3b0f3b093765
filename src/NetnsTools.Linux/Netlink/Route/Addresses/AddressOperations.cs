using System;
using System.Collections.Generic;
using System.Net.Sockets;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>IP addresses of one namespace's links: read, add, delete.</summary>
public sealed class AddressOperations
{
    private readonly NetlinkClient _client;
    private readonly string? _label;

    internal AddressOperations(NetlinkClient client, string? label)
    {
        _client = client;
        _label = label;
    }

    /// <summary>The addresses of all links or of one.</summary>
    /// <param name="linkIndex">Only this link's; null for all.</param>
    /// <param name="family">Only IPv4 or only IPv6; null for both.</param>
    /// <exception cref="KernelException">The link does not exist.</exception>
    public IReadOnlyList<LinkAddress> List(int? linkIndex = null, AddressFamily? family = null)
    {
        Operation operation = Words("list addresses");
        // Whether they changed meanwhile the kernel says only of the addresses of all links.
        List<LinkAddress> all = (linkIndex is null ? null : _client.DumpAtOnce(AddressEncoder.Dump(linkIndex, family), operation, AddressDecoder.Decode))
            ?? _client.Dump(AddressEncoder.Dump(null, family), operation, AddressDecoder.Decode);
        // Kernels without strict checking send all of them all the same.
        _ = all.RemoveAll(address => (linkIndex is { } index && address.LinkIndex != index) || (family is { } one && address.Family != one));
        return all;
    }

    /// <summary>Adds an address to a link.</summary>
    /// <param name="link">The link.</param>
    /// <param name="prefix">Address and prefix length.</param>
    /// <param name="flags">For IPv6 mostly <see cref="AddressFlags.NoDuplicateDetection"/>, which makes it usable at once.</param>
    /// <exception cref="KernelException">The link has it already (<see cref="Errno.Exists"/>), IPv6 is off, …</exception>
    public void Add(Link link, AddressPrefix prefix, AddressFlags flags = AddressFlags.None)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(prefix);
        _client.Execute(Adding(link, prefix, flags));
    }

    /// <summary>Deletes an address.</summary>
    /// <exception cref="KernelException">It does not exist (<see cref="Errno.AddressNotAvailable"/>).</exception>
    public void Delete(LinkAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        _client.Execute(AddressEncoder.Delete(address), Words("delete address", $"{address.Address}/{address.PrefixLength}"));
    }

    /// <summary>The request of <see cref="Add"/>, to be sent with others.</summary>
    internal CommandStep Adding(Link link, AddressPrefix prefix, AddressFlags flags) =>
        new(AddressEncoder.Add(link.Index, prefix, flags), Words($"add to link '{link.Name}' the address", prefix.ToString()));

    /// <summary>The request of <see cref="List"/>, to be sent behind others.</summary>
    internal DumpStep<LinkAddress> Listing(int? linkIndex) =>
        new(AddressEncoder.Dump(linkIndex, null), Words("list addresses"), AddressDecoder.Decode);

    private Operation Words(string verb, string? name = null) => new(ObjectKind.Address, verb, name, _label);
}

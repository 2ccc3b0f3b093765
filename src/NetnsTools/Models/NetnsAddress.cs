using System;
using System.Net;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;

namespace NetnsTools;

/// <summary>An IP address of an interface.</summary>
public sealed class NetnsAddress : IComparable
{
    internal NetnsAddress(LinkAddress source, SeenLink link, NamespaceReference? reference)
    {
        Source = source;
        Link = link;
        Name = link.Latest.Name;
        Reference = reference;
    }

    /// <summary>The namespace's name; null for the current one.</summary>
    public string? Namespace => Reference?.Text;

    /// <summary>The interface's name.</summary>
    public string Name { get; }

    /// <summary>The interface's index.</summary>
    public int InterfaceIndex => Source.LinkIndex;

    /// <summary>The address.</summary>
    public IPAddress Address => SortableAddress.Of(Source.Address)!;

    /// <summary>The same. Every array has a hidden method <c>Address</c>, so <c>(Get-NetnsAddress).Address</c> finds that instead.</summary>
    public IPAddress IPAddress => Address;

    /// <summary>Bits of the network part.</summary>
    public int PrefixLength => Source.PrefixLength;

    /// <summary>The other side of a point-to-point address; null for none.</summary>
    public IPAddress? Peer => SortableAddress.Of(Source.Peer);

    /// <summary>IPv4 broadcast address; null where none is set.</summary>
    public IPAddress? Broadcast => SortableAddress.Of(Source.Broadcast);

    /// <summary>IPv4 or IPv6.</summary>
    public NetnsAddressFamily AddressFamily => Source.Family == System.Net.Sockets.AddressFamily.InterNetwork
        ? NetnsAddressFamily.IPv4
        : NetnsAddressFamily.IPv6;

    /// <summary>How far it reaches.</summary>
    public AddressScope Scope => Source.Scope;

    /// <summary>Flags.</summary>
    public AddressFlags Flags => Source.Flags;

    /// <summary>IPv4 label, usually the interface's name.</summary>
    public string? Label => Source.Label;

    /// <summary>Whether it can be used: duplicate address detection is over and found none.</summary>
    public bool IsUsable => Source.IsUsable;

    /// <summary>How long it stays; null for ever.</summary>
    public TimeSpan? ValidLifetime => Source.ValidLifetime;

    /// <summary>How long it is chosen for new connections; null for ever.</summary>
    public TimeSpan? PreferredLifetime => Source.PreferredLifetime;

    internal LinkAddress Source { get; }

    internal SeenLink Link { get; }

    internal NamespaceReference? Reference { get; }

    /// <summary>By number, then by prefix length.</summary>
    public int CompareTo(object? obj)
    {
        if (obj is not NetnsAddress other)
        {
            return 1;
        }

        int order = SortableAddress.Of(Address)!.CompareTo(other.Address);
        return order != 0 ? order : PrefixLength.CompareTo(other.PrefixLength);
    }

    /// <summary><c>10.0.0.10/16</c>.</summary>
    public override string ToString() => new AddressPrefix(Address, PrefixLength).ToString();
}

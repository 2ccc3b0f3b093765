using System;
using System.Linq;
using NetnsTools.Linux.Route;

namespace NetnsTools;

/// <summary>Both ends of a virtual Ethernet cable. What stands flat beside the ends is for tables and files, out of which New-VethPair makes it again.</summary>
public sealed class VethPair
{
    /// <summary>Puts two ends together.</summary>
    public VethPair(NetnsLink left, NetnsLink right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        Left = left;
        Right = right;
    }

    /// <summary>The end that was named first.</summary>
    public NetnsLink Left { get; }

    /// <summary>Its peer.</summary>
    public NetnsLink Right { get; }

    /// <summary>The left end's namespace; null for the current one without a name.</summary>
    public string? LeftNamespace => Left.Namespace;

    /// <summary>The left end's link-layer address.</summary>
    public string LeftMac => Left.MacAddress?.ToString() ?? string.Empty;

    /// <summary>The left end's addresses in one text, without link-local ones: <c>10.0.0.10/16, fd00:1::10/64</c>.</summary>
    public string LeftAddresses => Words(Left);

    /// <summary>Whether the left end is on, and has carrier.</summary>
    public OperationalState LeftState => Left.State;

    /// <summary>The right end's namespace; null for the current one without a name.</summary>
    public string? RightNamespace => Right.Namespace;

    /// <summary>The right end's link-layer address.</summary>
    public string RightMac => Right.MacAddress?.ToString() ?? string.Empty;

    /// <summary>The right end's addresses in one text, without link-local ones: <c>10.0.0.10/16, fd00:1::10/64</c>.</summary>
    public string RightAddresses => Words(Right);

    /// <summary>Whether the right end is on, and has carrier.</summary>
    public OperationalState RightState => Right.State;

    /// <summary><c>veth-1 &lt;-&gt; veth-2</c>.</summary>
    public override string ToString() => $"{Left.Name} <-> {Right.Name}";

    private static string Words(NetnsLink end) => string.Join(", ", end.Addresses.Where(static own => own.Scope != AddressScope.Link));
}

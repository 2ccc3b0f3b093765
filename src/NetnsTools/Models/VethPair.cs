using System;

namespace NetnsTools;

/// <summary>Both ends of a virtual Ethernet cable.</summary>
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

    /// <summary><c>veth-1 &lt;-&gt; veth-2</c>.</summary>
    public override string ToString() => $"{Left.Name} <-> {Right.Name}";
}

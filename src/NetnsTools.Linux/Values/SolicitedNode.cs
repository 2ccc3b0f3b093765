using System;
using System.Net;

namespace NetnsTools.Linux;

/// <summary>Solicited-node multicast addresses (RFC 4291, 2.7.1): where an IPv6 address is asked for.</summary>
public static class SolicitedNode
{
    /// <summary>The group of an IPv6 address: <c>ff02::1:ff00:20</c> for <c>fd00:1::20</c>.</summary>
    public static IPAddress GroupOf(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        byte[] bytes = address.GetAddressBytes();
        return new IPAddress([0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0xff, bytes[^3], bytes[^2], bytes[^1]]);
    }
}

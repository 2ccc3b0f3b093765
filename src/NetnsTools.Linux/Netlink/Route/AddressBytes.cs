using System;
using System.Net;
using System.Net.Sockets;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Route;

/// <summary>IP addresses inside attributes.</summary>
internal static class AddressBytes
{
    /// <summary>Reads an address of the message's family.</summary>
    /// <exception cref="NetworkException">The length is not the family's.</exception>
    public static IPAddress Read(NetlinkAttribute attribute, byte family)
    {
        int expected = family == LibC.AF_INET ? 4 : 16;
        return attribute.Value.Length == expected
            ? new IPAddress(attribute.Value)
            : throw NetlinkProtocol.Malformed($"an address of {attribute.Value.Length} bytes where {expected} should be");
    }

    /// <summary>The kernel's number of an address family.</summary>
    public static byte Family(IPAddress address) =>
        (byte)(address.AddressFamily == AddressFamily.InterNetwork ? LibC.AF_INET : LibC.AF_INET6);

    /// <summary>The kernel's number of an address family; 0 for all.</summary>
    public static byte Family(AddressFamily? family) => family switch
    {
        null => 0,
        AddressFamily.InterNetwork => LibC.AF_INET,
        AddressFamily.InterNetworkV6 => LibC.AF_INET6,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Only IPv4 and IPv6 are addresses of a link."),
    };
}

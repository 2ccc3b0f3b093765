using System.Net.Sockets;

namespace NetnsTools;

/// <summary>Which internet protocol.</summary>
public enum NetnsAddressFamily
{
    /// <summary>IPv4.</summary>
    IPv4 = AddressFamily.InterNetwork,
    /// <summary>IPv6.</summary>
    IPv6 = AddressFamily.InterNetworkV6,
}

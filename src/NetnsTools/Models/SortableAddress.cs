using System;
using System.Net;
using System.Net.Sockets;

namespace NetnsTools;

/// <summary>An IP address that <c>Sort-Object</c> sorts by number, IPv4 before IPv6; text would put 10.0.0.10 before 10.0.0.9.</summary>
public sealed class SortableAddress : IPAddress, IComparable, IComparable<IPAddress>
{
    /// <summary>Makes one of any address. PowerShell does so where it compares the two.</summary>
    public SortableAddress(IPAddress address)
        : base(address.GetAddressBytes())
    {
        if (AddressFamily == AddressFamily.InterNetworkV6)
        {
            ScopeId = address.ScopeId;
        }
    }

    /// <summary>Reads text. PowerShell does so where it compares the two: <c>$address -eq '10.0.0.1'</c>.</summary>
    /// <exception cref="FormatException">It is no IP address.</exception>
    public static new SortableAddress Parse(string ipString) => new(IPAddress.Parse(ipString));

    /// <summary>The address in words, also where only properties are kept, as in JSON.</summary>
    public string Text => ToString();

    /// <inheritdoc/>
    public int CompareTo(IPAddress? other)
    {
        if (other is null)
        {
            return 1;
        }

        byte[] mine = GetAddressBytes();
        byte[] others = other.GetAddressBytes();
        int order = mine.Length.CompareTo(others.Length);
        order = order != 0 ? order : mine.AsSpan().SequenceCompareTo(others);
        return order != 0 || AddressFamily != AddressFamily.InterNetworkV6 ? order : ScopeId.CompareTo(other.ScopeId);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        IPAddress address => CompareTo(address),
        string text when TryParse(text, out IPAddress? address) => CompareTo(address),
        null => 1,
        _ => throw new ArgumentException($"'{obj}' is no IP address."),
    };

    /// <inheritdoc/>
    // As that of any other with the same number.
    public override bool Equals(object? comparand) => base.Equals(comparand);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    /// <summary>The same address; null for null.</summary>
    internal static SortableAddress? Of(IPAddress? address) => address is null ? null : address as SortableAddress ?? new SortableAddress(address);
}

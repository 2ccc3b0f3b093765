using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace NetnsTools.Linux;

/// <summary>An interface's address with the length of its network prefix: <c>10.0.0.10/16</c>, <c>fd00:1::10/64</c>.</summary>
/// <remarks>Unlike <see cref="IPNetwork"/>, the host bits are kept: they are the address.</remarks>
public sealed class AddressPrefix : IEquatable<AddressPrefix>
{
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF.:");

    /// <summary>Makes the pair.</summary>
    /// <param name="address">An IPv4 or IPv6 address.</param>
    /// <param name="prefixLength">Bits of the network part: 0–32, or 0–128.</param>
    /// <exception cref="ArgumentOutOfRangeException">The prefix is longer than the address.</exception>
    public AddressPrefix(IPAddress address, int prefixLength)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, MaximumLength(address));
        Address = address;
        PrefixLength = prefixLength;
    }

    /// <summary>The address.</summary>
    public IPAddress Address { get; }

    /// <summary>Bits of the network part.</summary>
    public int PrefixLength { get; }

    /// <summary>IPv4 or IPv6.</summary>
    public AddressFamily Family => Address.AddressFamily;

    /// <summary>Whether the bits behind the prefix are all zero: a whole network, or a single address.</summary>
    public bool IsNetwork
    {
        get
        {
            byte[] bytes = Address.GetAddressBytes();
            for (int bit = PrefixLength; bit < bytes.Length * 8; bit++)
            {
                if ((bytes[bit >> 3] & (0x80 >> (bit & 7))) != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Reads <c>address/length</c>; without a length, the whole address, as <c>ip addr add</c> does.</summary>
    /// <exception cref="FormatException">Says which part is wrong.</exception>
    public static AddressPrefix Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out AddressPrefix? prefix, out string? reason) ? prefix : throw new FormatException(reason);
    }

    /// <summary>Reads what <see cref="Parse"/> reads, without an exception.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AddressPrefix? prefix) => TryParse(text, out prefix, out _);

    /// <summary>Whether the other address lies in this one's network.</summary>
    public bool Contains(IPAddress other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.AddressFamily != Family)
        {
            return false;
        }

        byte[] mine = Address.GetAddressBytes();
        byte[] theirs = other.GetAddressBytes();
        for (int bit = 0; bit < PrefixLength; bit++)
        {
            int mask = 0x80 >> (bit & 7);
            if ((mine[bit >> 3] & mask) != (theirs[bit >> 3] & mask))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(AddressPrefix? other) =>
        other is not null && PrefixLength == other.PrefixLength && Address.Equals(other.Address);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj switch
    {
        AddressPrefix other => Equals(other),
        // PowerShell's -eq calls this with the right operand as it stands.
        string text => TryParse(text, out AddressPrefix? parsed) && Equals(parsed),
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, PrefixLength);

    /// <inheritdoc/>
    public override string ToString() => $"{Address}/{PrefixLength}";

    /// <summary>Reads an address strictly: four decimal parts for IPv4, so that <c>10.1</c> is not taken for 10.0.0.1.</summary>
    internal static bool TryParseAddress(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        // No zone, no port, no brackets: an interface's address has none of them.
        address = null;
        return text.IndexOfAnyExcept(AddressCharacters) < 0
            && (text.Contains(':') || text.Count('.') == 3)
            && IPAddress.TryParse(text, out address)
            // 010.0.0.1 would be read as octal.
            && (address.AddressFamily != AddressFamily.InterNetwork || text.SequenceEqual(address.ToString()));
    }

    internal static bool TryParse(string? text, [NotNullWhen(true)] out AddressPrefix? prefix, [NotNullWhen(false)] out string? reason)
    {
        prefix = null;
        reason = null;
        ReadOnlySpan<char> whole = text;
        int slash = whole.IndexOf('/');
        if (!TryParseAddress(slash < 0 ? whole : whole[..slash], out IPAddress? address))
        {
            reason = $"'{text}' is not an IP address with a prefix length; write 10.0.0.10/16 or fd00:1::10/64.";
            return false;
        }

        int maximum = MaximumLength(address);
        int length = maximum;
        if (slash >= 0 && !TryParseMask(whole[(slash + 1)..], address, out length)
            && (!int.TryParse(whole[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > maximum))
        {
            reason = $"'{text}' has no valid prefix length: {(maximum == 32 ? "IPv4 takes 0 to 32" : "IPv6 takes 0 to 128")}.";
            return false;
        }

        prefix = new AddressPrefix(address, length);
        return true;
    }

    // 255.255.0.0, as ip takes it too: ones, then zeros.
    private static bool TryParseMask(ReadOnlySpan<char> text, IPAddress address, out int length)
    {
        length = 0;
        if (address.AddressFamily != AddressFamily.InterNetwork || !TryParseAddress(text, out IPAddress? mask) || mask.AddressFamily != AddressFamily.InterNetwork)
        {
            return false;
        }

        uint bits = BinaryPrimitives.ReadUInt32BigEndian(mask.GetAddressBytes());
        length = BitOperations.LeadingZeroCount(~bits);
        return length == 32 || bits << length == 0;
    }

    private static int MaximumLength(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
}

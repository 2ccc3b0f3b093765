using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.NetworkInformation;

namespace NetnsTools.Linux;

/// <summary>A 48-bit link-layer address, written as <c>ip</c> writes it: <c>02:00:00:00:00:01</c>.</summary>
public readonly struct MacAddress : IEquatable<MacAddress>, IComparable<MacAddress>, IComparable, IFormattable
{
    /// <summary>Length in bytes (ETH_ALEN).</summary>
    public const int Length = 6;

    private readonly ulong _value;

    /// <summary>Makes an address from its six bytes in network order.</summary>
    /// <exception cref="ArgumentException">Not six bytes.</exception>
    public MacAddress(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"A MAC address has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        foreach (byte part in bytes)
        {
            _value = (_value << 8) | part;
        }
    }

    /// <summary>The address in words, also where only properties are kept, as in JSON.</summary>
    public string Text => ToString();

    /// <summary>Whether it names a group rather than one interface (the lowest bit of the first byte).</summary>
    public bool IsMulticast => ((_value >> 40) & 1) != 0;

    /// <summary>Whether it is all zeros.</summary>
    public bool IsZero => _value == 0;

    /// <summary>Reads <c>02:00:00:00:00:01</c>, <c>02-00-00-00-00-01</c> or <c>020000000001</c>.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static MacAddress Parse(string text) => TryParse(text, out MacAddress address)
        ? address
        : throw new FormatException($"'{text}' is not a MAC address; write six hexadecimal bytes: 02:00:00:00:00:01.");

    /// <summary>Reads what <see cref="Parse"/> reads, without an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MacAddress address)
    {
        address = default;
        if (text is null)
        {
            return false;
        }

        bool separated = text.Length == 17;
        if (!separated && text.Length != 12)
        {
            return false;
        }

        char separator = separated ? text[2] : '\0';
        if (separated && separator is not (':' or '-'))
        {
            return false;
        }

        int stride = separated ? 3 : 2;
        Span<byte> bytes = stackalloc byte[Length];
        for (int index = 0; index < Length; index++)
        {
            int start = index * stride;
            if (separated && index > 0 && text[start - 1] != separator)
            {
                return false;
            }

            if (!byte.TryParse(text.AsSpan(start, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[index]))
            {
                return false;
            }
        }

        address = new MacAddress(bytes);
        return true;
    }

    /// <summary>The six bytes in network order.</summary>
    public byte[] GetAddressBytes()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The same address as the framework's own type.</summary>
    public PhysicalAddress ToPhysicalAddress() => new(GetAddressBytes());

    /// <inheritdoc/>
    public bool Equals(MacAddress other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj switch
    {
        MacAddress other => Equals(other),
        PhysicalAddress physical => physical.GetAddressBytes() is { Length: Length } bytes && Equals(new MacAddress(bytes)),
        // PowerShell's -eq calls this with the right operand as it stands.
        string text => TryParse(text, out MacAddress parsed) && Equals(parsed),
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(MacAddress other) => _value.CompareTo(other._value);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is MacAddress other ? CompareTo(other) : 1;

    /// <inheritdoc/>
    public override string ToString() => string.Create(17, _value, static (text, value) =>
    {
        const string Digits = "0123456789abcdef";
        for (int index = 0; index < Length; index++)
        {
            int part = (int)(value >> (40 - (index * 8))) & 0xff;
            text[index * 3] = Digits[part >> 4];
            text[(index * 3) + 1] = Digits[part & 0xf];
            if (index < Length - 1)
            {
                text[(index * 3) + 2] = ':';
            }
        }
    });

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Equality by value.</summary>
    public static bool operator ==(MacAddress left, MacAddress right) => left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(MacAddress left, MacAddress right) => !left.Equals(right);

    /// <summary>Numeric order.</summary>
    public static bool operator <(MacAddress left, MacAddress right) => left._value < right._value;

    /// <summary>Numeric order.</summary>
    public static bool operator <=(MacAddress left, MacAddress right) => left._value <= right._value;

    /// <summary>Numeric order.</summary>
    public static bool operator >(MacAddress left, MacAddress right) => left._value > right._value;

    /// <summary>Numeric order.</summary>
    public static bool operator >=(MacAddress left, MacAddress right) => left._value >= right._value;

    internal void CopyTo(Span<byte> destination)
    {
        for (int index = 0; index < Length; index++)
        {
            destination[index] = (byte)(_value >> (40 - (index * 8)));
        }
    }
}

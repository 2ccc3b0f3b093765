using System;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>What an interface of a pcapng file counts time in: <c>if_tsresol</c> and <c>if_tsoffset</c>.</summary>
internal sealed class TimestampUnit
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int DecimalsOfNanoseconds = 9;
    private const byte BinaryFlag = 0x80; // most significant bit: a power of 2, not of 10
    private const byte ExponentMask = 0x7f;
    private const byte DefaultResolution = 6; // microseconds

    // Of finer units than 10^-29 seconds, 64 bits are less than a nanosecond.
    private const int MostDecimals = 20;

    private readonly UInt128 _multiplier;
    private readonly UInt128 _divisor;
    private readonly Int128 _offset;

    /// <param name="resolution"><c>if_tsresol</c>: the negative exponent of 10, or of 2; null where it is left out.</param>
    /// <param name="offsetSeconds"><c>if_tsoffset</c>: seconds that are added to every time.</param>
    public TimestampUnit(byte? resolution, long offsetSeconds)
    {
        byte code = resolution ?? DefaultResolution;
        int exponent = code & ExponentMask;
        bool isBinary = (code & BinaryFlag) != 0;
        int decimals = exponent - DecimalsOfNanoseconds;
        _multiplier = isBinary ? NanosecondsPerSecond : PowerOfTen(-decimals);
        _divisor = isBinary ? UInt128.One << exponent : PowerOfTen(Math.Min(decimals, MostDecimals));
        _offset = (Int128)offsetSeconds * NanosecondsPerSecond;
    }

    /// <summary>Nanoseconds since 1970-01-01 UTC. What is before 1677 or after 2262 becomes the earliest or the latest that fits.</summary>
    public long ToNanoseconds(ulong units)
    {
        Int128 time = (Int128)(units * _multiplier / _divisor) + _offset;
        return (long)Int128.Clamp(time, long.MinValue, long.MaxValue);
    }

    private static UInt128 PowerOfTen(int exponent)
    {
        UInt128 power = 1;
        for (int count = 0; count < exponent; count++)
        {
            power *= 10;
        }

        return power;
    }
}

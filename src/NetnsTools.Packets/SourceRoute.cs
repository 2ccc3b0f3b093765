using System;

namespace NetnsTools.Packets;

/// <summary>The options of IPv4 that say which way a packet has to go (RFC 791).</summary>
internal static class SourceRoute
{
    private const byte EndOfOptions = 0; // IPOPT_EOL
    private const byte NoOperation = 1; // IPOPT_NOP
    private const byte Loose = 131; // IPOPT_LSRR
    private const byte Strict = 137; // IPOPT_SSRR
    private const int FirstPointer = 4; // IPOPT_MINOFF
    private const int AddressLength = 4;

    /// <summary>Whom a packet is for in the end, which checksums count; empty where that is its destination.</summary>
    public static ReadOnlySpan<byte> LastHop(ReadOnlySpan<byte> options)
    {
        while (!options.IsEmpty && options[0] != EndOfOptions)
        {
            int length = options[0] == NoOperation ? 1 : options.Length > 1 ? options[1] : 0;
            if (length == 0 || length > options.Length)
            {
                break;
            }

            // The pointer counts from 1; behind the end there is nowhere left to go.
            if (options[0] is Loose or Strict && length >= FirstPointer - 1 + AddressLength && options[2] <= length)
            {
                return options[(length - AddressLength)..length];
            }

            options = options[length..];
        }

        return [];
    }
}

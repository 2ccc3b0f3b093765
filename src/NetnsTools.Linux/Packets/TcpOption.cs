using System;
using System.Collections.Generic;

namespace NetnsTools.Linux.Packets;

/// <summary>One option of a TCP header.</summary>
public sealed class TcpOption
{
    /// <summary>Which one.</summary>
    public required TcpOptionKind Kind { get; init; }

    /// <summary>Its bytes without kind and length.</summary>
    public required byte[] Data { get; init; }

    /// <summary><c>mss 1460</c>, <c>nop</c>, as tcpdump says it.</summary>
    public override string ToString() => TransportSummary.Option(this);

    internal static TcpOption? Find(IReadOnlyList<TcpOption> options, TcpOptionKind kind, int length)
    {
        foreach (TcpOption option in options)
        {
            if (option.Kind == kind && option.Data.Length == length)
            {
                return option;
            }
        }

        return null;
    }

    /// <summary>A number in network byte order.</summary>
    internal long Number(int offset, int length)
    {
        long number = 0;
        foreach (byte part in Data.AsSpan(offset, length))
        {
            number = (number << 8) | part;
        }

        return number;
    }
}

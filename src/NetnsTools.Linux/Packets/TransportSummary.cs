using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NetnsTools.Linux.Packets;

/// <summary>tcpdump's words for TCP.</summary>
internal static class TransportSummary
{
    private const int SackBlock = 8;
    private const long Wrap = 1L << 32; // sequence numbers have 32 bits

    private static readonly (TcpFlags Flag, char Letter)[] FlagLetters =
    [
        (TcpFlags.Fin, 'F'),
        (TcpFlags.Syn, 'S'),
        (TcpFlags.Rst, 'R'),
        (TcpFlags.Psh, 'P'),
        (TcpFlags.Ack, '.'),
        (TcpFlags.Urg, 'U'),
        (TcpFlags.Ece, 'E'),
        (TcpFlags.Cwr, 'W'),
        (TcpFlags.Ae, 'e'),
    ];

    public static string Tcp(TcpLayer tcp)
    {
        StringBuilder line = new($"Flags [{Flags(tcp.Flags)}]");
        if (tcp.PayloadLength > 0)
        {
            _ = line.Append(Invariant($", seq {tcp.SequenceNumber}:{(tcp.SequenceNumber + tcp.PayloadLength) % Wrap}"));
        }
        else if ((tcp.Flags & (TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst)) != 0)
        {
            _ = line.Append(Invariant($", seq {tcp.SequenceNumber}"));
        }

        if (tcp.Flags.HasFlag(TcpFlags.Ack))
        {
            _ = line.Append(Invariant($", ack {tcp.AcknowledgmentNumber}"));
        }

        _ = line.Append(Invariant($", win {tcp.Window}"));
        if (tcp.Flags.HasFlag(TcpFlags.Urg))
        {
            _ = line.Append(Invariant($", urg {tcp.UrgentPointer}"));
        }

        if (tcp.Options.Count > 0)
        {
            _ = line.Append($", options [{string.Join(',', tcp.Options)}]");
        }

        return line.Append(Invariant($", length {tcp.PayloadLength}")).ToString();
    }

    public static string Flags(TcpFlags flags) =>
        flags == TcpFlags.None ? "none" : string.Concat(FlagLetters.Where(entry => flags.HasFlag(entry.Flag)).Select(entry => entry.Letter));

    public static string Option(TcpOption option) => (option.Kind, option.Data.Length) switch
    {
        (TcpOptionKind.EndOfOptions, _) => "eol",
        (TcpOptionKind.NoOperation, _) => "nop",
        (TcpOptionKind.MaximumSegmentSize, 2) => Invariant($"mss {option.Number(0, 2)}"),
        (TcpOptionKind.WindowScale, 1) => Invariant($"wscale {option.Number(0, 1)}"),
        (TcpOptionKind.SackPermitted, 0) => "sackOK",
        (TcpOptionKind.Sack, > 0) when option.Data.Length % SackBlock == 0 => Sack(option),
        (TcpOptionKind.Timestamps, 8) => Invariant($"TS val {option.Number(0, 4)} ecr {option.Number(4, 4)}"),
        (TcpOptionKind.FastOpen, 0) => "tfo  cookiereq",
        (TcpOptionKind.FastOpen, _) => $"tfo  cookie {Hex(option)}",
        (TcpOptionKind kind, 0) => Name(kind),
        (TcpOptionKind kind, _) => $"{Name(kind)} 0x{Hex(option)}",
    };

    private static string Sack(TcpOption option)
    {
        IEnumerable<string> blocks = Enumerable.Range(0, option.Data.Length / SackBlock)
            .Select(index => Invariant($"{{{option.Number(index * SackBlock, 4)}:{option.Number((index * SackBlock) + 4, 4)}}}"));
        return Invariant($"sack {option.Data.Length / SackBlock} {string.Concat(blocks)}");
    }

    private static string Hex(TcpOption option) => Convert.ToHexString(option.Data).ToLowerInvariant();

    private static string Name(TcpOptionKind kind) => kind switch
    {
        TcpOptionKind.MaximumSegmentSize => "mss",
        TcpOptionKind.WindowScale => "wscale",
        TcpOptionKind.SackPermitted => "sackOK",
        TcpOptionKind.Sack => "sack",
        TcpOptionKind.Timestamps => "TS",
        TcpOptionKind.Md5Signature => "md5",
        TcpOptionKind.UserTimeout => "uto",
        TcpOptionKind.Authentication => "tcp-ao",
        TcpOptionKind.Multipath => "mptcp",
        _ => Invariant($"unknown-{(int)kind}"),
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

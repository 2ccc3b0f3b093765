using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Netlink;

namespace NetnsTools.Linux.Sockets;

/// <summary><see cref="SocketQuery"/> to SOCK_DIAG_BY_FAMILY.</summary>
internal static class SocketEncoder
{
    public static NetlinkRequest Dump(SocketQuery query, int family)
    {
        NetlinkRequest request = new NetlinkRequest(SocketDiagnostics.ByFamily, NetlinkFlags.None)
            .Header(new SocketRequestHeader
            {
                Family = (byte)family,
                Protocol = (byte)query.Protocol,
                States = (uint)query.States,
            });
        return query.HasPortRange
            ? request.Attribute(SocketDiagnostics.RequestFilter, PortRange((ushort)query.LowestPort, (ushort)query.HighestPort))
            : request;
    }

    /// <summary>What <c>ss 'sport >= :80 and sport &lt;= :90'</c> says. A jump to four bytes behind the end means no.</summary>
    private static ReadOnlySpan<byte> PortRange(ushort lowest, ushort highest)
    {
        byte condition = (byte)(2 * Unsafe.SizeOf<SocketFilterStep>());
        SocketFilterStep[] steps =
        [
            new() { Code = SocketDiagnostics.LocalPortAtLeast, Yes = condition, No = (ushort)((2 * condition) + 4) },
            new() { No = lowest },
            new() { Code = SocketDiagnostics.LocalPortAtMost, Yes = condition, No = (ushort)(condition + 4) },
            new() { No = highest },
        ];
        return MemoryMarshal.AsBytes<SocketFilterStep>(steps);
    }
}

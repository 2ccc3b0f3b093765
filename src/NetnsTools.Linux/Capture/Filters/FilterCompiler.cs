using System;
using System.Collections.Generic;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>Makes of a filter what the kernel runs on every packet of a packet socket, before it costs anything (SO_ATTACH_FILTER).</summary>
public static class FilterCompiler
{
    private const int EthernetHeaderLength = 14; // ETH_HLEN
    private const uint EtherTypeOffset = 12; // h_proto
    private const int TagLength = 4; // VLAN_HLEN
    private const int MaximumTags = 2;
    private const uint IPv4Type = 0x0800; // ETH_P_IP
    private const uint IPv6Type = 0x86dd; // ETH_P_IPV6
    private const uint ArpType = 0x0806; // ETH_P_ARP

    private static ReadOnlySpan<uint> TagTypes =>
    [
        0x8100, // ETH_P_8021Q
        0x88a8, // ETH_P_8021AD
        0x9100, // ETH_P_QINQ1
    ];

    /// <summary>Compiles a filter for raw packet sockets, on whatever interfaces.</summary>
    /// <param name="filter">
    /// Which packets. On interfaces whose header is neither Ethernet's nor none at all, only directions are told apart: whoever asks
    /// for more gets none of their packets.
    /// </param>
    /// <param name="snapLength">How many bytes of each packet are wanted, at least 1.</param>
    /// <returns>The program; of loopback's packets, which pass twice, it takes those that arrive, unless the filter wants those that leave.</returns>
    /// <exception cref="NetworkException">
    /// No packet can match, or the filter is too long for the kernel (<see cref="FaultKind.InvalidInput"/>); there is an expression,
    /// and no libpcap for it (<see cref="FaultKind.NotSupported"/>).
    /// </exception>
    public static IReadOnlyList<SocketFilterInstruction> Compile(CaptureFilter filter, int snapLength) =>
        Compile(filter, snapLength, PcapExpression.Installed);

    internal static SocketFilterInstruction[] Compile(CaptureFilter filter, int snapLength, PcapExpression pcap)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (snapLength < 1)
        {
            throw new NetworkException(
                FaultKind.InvalidInput, ObjectKind.Capture, $"A snap length of {snapLength} bytes captures nothing; give 1 or more.");
        }

        FilterCheck.Check(filter);
        FilterAssembler code = new();
        FilterLabel accept = new();
        FilterLabel reject = new();
        MatchDirection(code, filter.Direction, reject);
        if (FilterPlan.Of(filter) is { } plan)
        {
            MatchContents(code, plan, accept, reject);
        }

        code.Mark(accept);
        if (string.IsNullOrWhiteSpace(filter.Expression))
        {
            code.Return(snapLength);
        }
        else
        {
            MatchExpression(code, pcap.Compile(filter.Expression, snapLength), reject);
        }

        code.Mark(reject);
        code.Return(0);
        return code.Assemble();
    }

    private static void MatchDirection(FilterAssembler code, PacketDirection direction, FilterLabel reject)
    {
        FilterLabel match = new();
        code.Emit(FilterOpcode.LoadWord, PacketMetadata.PacketType);
        switch (direction)
        {
            case PacketDirection.In:
                code.JumpIfEqual(PacketMetadata.Outgoing, reject);
                break;
            case PacketDirection.Out:
                code.JumpIfEqual(PacketMetadata.Outgoing, null, reject);
                break;
            default:
                code.JumpIfEqual(PacketMetadata.Outgoing, null, match);
                code.Emit(FilterOpcode.LoadWord, PacketMetadata.HardwareType);
                code.JumpIfEqual(LinkLayers.Loopback, reject);
                break;
        }

        code.Mark(match);
    }

    private static void MatchContents(FilterAssembler code, FilterPlan plan, FilterLabel accept, FilterLabel reject)
    {
        FilterLabel arp = plan.Arp is null ? reject : new();
        FilterLabel ipv4 = plan.IPv4 is null ? reject : new();
        FilterLabel ipv6 = plan.IPv6 is null ? reject : new();
        FilterLabel? ports = plan.Ports.Count == 0 ? null : new();

        FindHeader(code, arp, ipv4, ipv6, reject);
        if (plan.Arp is { } arpPlan)
        {
            code.Mark(arp);
            FamilyMatchers.MatchArp(code, arpPlan, accept, reject);
        }

        if (plan.IPv4 is { } planIPv4)
        {
            code.Mark(ipv4);
            FamilyMatchers.MatchIPv4(code, planIPv4, ports, accept, reject);
        }

        if (plan.IPv6 is { } planIPv6)
        {
            code.Mark(ipv6);
            FamilyMatchers.MatchIPv6(code, planIPv6, ports, accept, reject);
        }

        if (ports is not null)
        {
            code.Mark(ports);
            FamilyMatchers.MatchPort(code, plan.Ports, accept, reject);
        }
    }

    // libpcap's programs end with their own returns.
    private static void MatchExpression(
        FilterAssembler code, (SocketFilterInstruction[] Ethernet, SocketFilterInstruction[]? Raw) programs, FilterLabel reject)
    {
        FilterLabel ethernet = new();
        FilterLabel raw = programs.Raw is null ? reject : new();
        MatchLinkLayer(code, ethernet, raw, reject);
        code.Mark(ethernet);
        code.Append(programs.Ethernet);
        if (programs.Raw is not null)
        {
            code.Mark(raw);
            code.Append(programs.Raw);
        }
    }

    // X becomes the offset of the network header, whatever is before it.
    private static void FindHeader(FilterAssembler code, FilterLabel arp, FilterLabel ipv4, FilterLabel ipv6, FilterLabel reject)
    {
        FilterLabel ethernet = new();
        FilterLabel raw = new();
        FilterLabel type = new();
        MatchLinkLayer(code, ethernet, raw, reject);

        code.Mark(raw);
        code.Emit(FilterOpcode.LoadIndexConstant, 0);
        code.Emit(FilterOpcode.LoadByte, 0); // version
        code.Emit(FilterOpcode.And, 0xf0);
        code.JumpIfEqual(0x40, ipv4);
        code.JumpIfEqual(0x60, ipv6, reject);

        code.Mark(ethernet);
        for (int tags = 0; tags <= MaximumTags; tags++)
        {
            FilterLabel tagged = new();
            uint shift = (uint)(tags * TagLength);
            code.Emit(FilterOpcode.LoadIndexConstant, EthernetHeaderLength + shift);
            code.Emit(FilterOpcode.LoadHalf, EtherTypeOffset + shift);
            if (tags < MaximumTags)
            {
                // The kernel has taken the outer tag off most frames that arrive; who sends may have put it in the bytes.
                foreach (uint tag in TagTypes)
                {
                    code.JumpIfEqual(tag, tagged);
                }

                code.Jump(type);
                code.Mark(tagged);
            }
        }

        code.Mark(type);
        code.JumpIfEqual(IPv4Type, ipv4);
        code.JumpIfEqual(IPv6Type, ipv6);
        code.JumpIfEqual(ArpType, arp, reject);
    }

    private static void MatchLinkLayer(FilterAssembler code, FilterLabel ethernet, FilterLabel raw, FilterLabel reject)
    {
        code.Emit(FilterOpcode.LoadWord, PacketMetadata.HardwareType);
        foreach (int type in LinkLayers.EthernetTypes)
        {
            code.JumpIfEqual((uint)type, ethernet);
        }

        foreach (int type in LinkLayers.RawTypes)
        {
            code.JumpIfEqual((uint)type, raw);
        }

        code.Jump(reject);
    }
}

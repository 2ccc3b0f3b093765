using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>The parts of a program that look into packets of one family; X is where its header begins.</summary>
internal static class FamilyMatchers
{
    private const uint FragmentOffset = 0x1fff; // IP_OFFSET

    /// <summary>Goes to one of three labels; with X at the transport header to the one for ports.</summary>
    public static void MatchIPv4(FilterAssembler code, FamilyPlan plan, FilterLabel? ports, FilterLabel accept, FilterLabel reject)
    {
        if (plan.Protocols is { } protocols)
        {
            FilterLabel matched = new();
            code.Emit(FilterOpcode.LoadByteAtIndex, 9); // protocol
            MatchProtocol(code, protocols, matched, reject);
            code.Mark(matched);
        }

        MatchAddress(code, plan.Prefixes, 12, 16, reject); // saddr, daddr
        if (ports is null)
        {
            code.Jump(accept);
            return;
        }

        code.Emit(FilterOpcode.LoadHalfAtIndex, 6); // frag_off
        code.JumpIfAnyBit(FragmentOffset, reject);
        code.Emit(FilterOpcode.LoadByteAtIndex, 0); // version, ihl in units of 4 bytes
        code.Emit(FilterOpcode.And, 0xf);
        code.Emit(FilterOpcode.ShiftLeft, 2);
        code.Emit(FilterOpcode.AddIndex);
        code.Emit(FilterOpcode.CopyToIndex);
        code.Jump(ports);
    }

    /// <inheritdoc cref="MatchIPv4"/>
    public static void MatchIPv6(FilterAssembler code, FamilyPlan plan, FilterLabel? ports, FilterLabel accept, FilterLabel reject)
    {
        MatchAddress(code, plan.Prefixes, 8, 24, reject); // saddr, daddr
        if (plan.Protocols is not { } protocols)
        {
            code.Jump(accept);
            return;
        }

        FilterLabel protocol = new();
        ExtensionHeaders.Walk(code, laterFragment: ports is null ? protocol : reject);
        code.Mark(protocol);
        MatchProtocol(code, protocols, ports ?? accept, reject);
    }

    /// <summary>Goes to one of two labels.</summary>
    public static void MatchArp(FilterAssembler code, FamilyPlan plan, FilterLabel accept, FilterLabel reject)
    {
        if (plan.Prefixes.Count > 0)
        {
            code.Emit(FilterOpcode.LoadWordAtIndex, 0); // ar_hrd, ar_pro
            code.JumpIfEqual(0x0001_0800, null, reject); // ARPHRD_ETHER, ETH_P_IP
            code.Emit(FilterOpcode.LoadHalfAtIndex, 4); // ar_hln, ar_pln
            code.JumpIfEqual(0x0604, null, reject);
            MatchAddress(code, plan.Prefixes, 14, 24, reject); // ar_sip, ar_tip
        }

        code.Jump(accept);
    }

    /// <summary>Goes to one of two labels, with X at the transport header.</summary>
    public static void MatchPort(FilterAssembler code, IReadOnlyList<PortRange> ports, FilterLabel accept, FilterLabel reject)
    {
        // The destination first: where it can be read, the source can.
        foreach (uint offset in (ReadOnlySpan<uint>)[2, 0])
        {
            code.Emit(FilterOpcode.LoadHalfAtIndex, offset);
            foreach (PortRange range in ports)
            {
                if (range.First == range.Last)
                {
                    code.JumpIfEqual((uint)range.First, accept);
                    continue;
                }

                FilterLabel next = new();
                code.JumpIfNotLess((uint)range.First, null, next);
                code.JumpIfGreater((uint)range.Last, null, accept);
                code.Mark(next);
            }
        }

        code.Jump(reject);
    }

    private static void MatchProtocol(FilterAssembler code, byte[] protocols, FilterLabel match, FilterLabel reject)
    {
        foreach (byte protocol in protocols)
        {
            code.JumpIfEqual(protocol, match);
        }

        code.Jump(reject);
    }

    // Goes on behind itself where one of both addresses is in one of the prefixes.
    private static void MatchAddress(
        FilterAssembler code, IReadOnlyList<AddressPrefix> prefixes, uint source, uint destination, FilterLabel reject)
    {
        if (prefixes.Count == 0)
        {
            return;
        }

        FilterLabel match = new();
        // Beyond the end of a packet the program ends: a packet has both addresses, or none that counts.
        code.Emit(FilterOpcode.LoadWordAtIndex, destination + (uint)prefixes[0].Address.GetAddressBytes().Length - sizeof(uint));
        foreach (uint offset in (ReadOnlySpan<uint>)[source, destination])
        {
            (uint Offset, uint Mask)? loaded = null;
            foreach (AddressPrefix prefix in prefixes)
            {
                loaded = MatchPrefix(code, prefix, offset, loaded, match);
            }
        }

        code.Jump(reject);
        code.Mark(match);
    }

    // Word by word. What A holds behind it, if that is certain, spares the next one loading it again.
    private static (uint Offset, uint Mask)? MatchPrefix(
        FilterAssembler code, AddressPrefix prefix, uint offset, (uint Offset, uint Mask)? loaded, FilterLabel match)
    {
        FilterLabel next = new();
        ReadOnlySpan<byte> bytes = prefix.Address.GetAddressBytes();
        int length = prefix.PrefixLength;
        for (; length > 0; length -= 32)
        {
            uint mask = length >= 32 ? uint.MaxValue : uint.MaxValue << (32 - length);
            if (loaded != (offset, mask))
            {
                code.Emit(FilterOpcode.LoadWordAtIndex, offset);
                if (mask != uint.MaxValue)
                {
                    code.Emit(FilterOpcode.And, mask);
                }
            }

            uint value = BinaryPrimitives.ReadUInt32BigEndian(bytes) & mask;
            bool isLast = length <= 32;
            code.JumpIfEqual(value, isLast ? match : null, isLast ? null : next);
            loaded = (offset, mask);
            bytes = bytes[sizeof(uint)..];
            offset += sizeof(uint);
        }

        code.Mark(next);
        return prefix.PrefixLength <= 32 ? loaded : null;
    }
}

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using NetnsTools.Linux.Capture.Filters;

namespace NetnsTools.Linux.Tests.Support.Filters;

/// <summary>What the kernel knows of a packet besides its bytes.</summary>
internal readonly record struct PacketFacts(uint PacketType, uint HardwareType);

/// <summary>Runs classic BPF as the kernel does.</summary>
internal static class FilterMachine
{
    private const uint Metadata = unchecked((uint)-0x1000); // SKF_AD_OFF
    private const int PacketType = 4; // SKF_AD_PKTTYPE
    private const int HardwareType = 28; // SKF_AD_HATYPE

    /// <summary>How many bytes of a frame the program wants.</summary>
    public static uint Run(IReadOnlyList<SocketFilterInstruction> program, ReadOnlySpan<byte> frame, PacketFacts facts)
    {
        uint a = 0;
        uint x = 0;
        Span<uint> memory = stackalloc uint[16]; // BPF_MEMWORDS
        for (int index = 0; ; index++)
        {
            (ushort code, byte jumpTrue, byte jumpFalse, uint k) = program[index];
            uint operand = (code & 0x08) != 0 ? x : k; // BPF_X
            switch (code & 0x07) // BPF_CLASS
            {
                case 0: // BPF_LD
                case 1: // BPF_LDX
                    if (!TryLoad(code, k, x, memory, frame, facts, out uint value))
                    {
                        return 0;
                    }

                    (a, x) = (code & 0x07) == 0 ? (value, x) : (a, value);
                    break;
                case 2: // BPF_ST
                    memory[(int)k] = a;
                    break;
                case 3: // BPF_STX
                    memory[(int)k] = x;
                    break;
                case 4: // BPF_ALU
                    a = Calculate(code & 0xf0, a, operand);
                    break;
                case 5 when (code & 0xf0) == 0: // BPF_JMP | BPF_JA
                    index += (int)k;
                    break;
                case 5:
                    index += Holds(code & 0xf0, a, operand) ? jumpTrue : jumpFalse;
                    break;
                case 6: // BPF_RET
                    return (code & 0x18) == 0x10 ? a : k; // BPF_A
                default: // BPF_MISC
                    (a, x) = (code & 0x80) == 0 ? (a, a) : (x, x); // BPF_TAX, BPF_TXA
                    break;
            }
        }
    }

    private static bool TryLoad(
        ushort code, uint k, uint x, ReadOnlySpan<uint> memory, ReadOnlySpan<byte> frame, PacketFacts facts, out uint value)
    {
        value = 0;
        switch (code & 0xe0) // BPF_MODE
        {
            case 0x00: // BPF_IMM
                value = k;
                return true;
            case 0x60: // BPF_MEM
                value = memory[(int)k];
                return true;
            case 0x80: // BPF_LEN
                value = (uint)frame.Length;
                return true;
            case 0xa0: // BPF_MSH
                bool isThere = TryRead(0x10, k, frame, out value);
                value = (value & 0xf) * 4;
                return isThere;
            case 0x20 when k >= Metadata: // BPF_ABS
                value = (int)(k - Metadata) switch
                {
                    PacketType => facts.PacketType,
                    HardwareType => facts.HardwareType,
                    int other => throw new NotSupportedException($"No such metadata: {other}."),
                };
                return true;
            case 0x20:
                return TryRead(code & 0x18, k, frame, out value);
            default: // BPF_IND
                return TryRead(code & 0x18, k + x, frame, out value);
        }
    }

    private static bool TryRead(int size, uint offset, ReadOnlySpan<byte> frame, out uint value)
    {
        int length = size switch { 0x00 => 4, 0x08 => 2, _ => 1 }; // BPF_W, BPF_H, BPF_B
        value = 0;
        if (offset + (ulong)length > (ulong)frame.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = frame[(int)offset..];
        value = length switch
        {
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            _ => bytes[0],
        };
        return true;
    }

    private static uint Calculate(int operation, uint a, uint operand) => operation switch
    {
        0x00 => a + operand, // BPF_ADD
        0x10 => a - operand, // BPF_SUB
        0x20 => a * operand, // BPF_MUL
        0x30 => a / operand, // BPF_DIV
        0x40 => a | operand, // BPF_OR
        0x50 => a & operand, // BPF_AND
        0x60 => a << (int)operand, // BPF_LSH
        0x70 => a >> (int)operand, // BPF_RSH
        0x80 => 0 - a, // BPF_NEG
        0x90 => a % operand, // BPF_MOD
        _ => a ^ operand, // BPF_XOR
    };

    private static bool Holds(int condition, uint a, uint operand) => condition switch
    {
        0x10 => a == operand, // BPF_JEQ
        0x20 => a > operand, // BPF_JGT
        0x30 => a >= operand, // BPF_JGE
        _ => (a & operand) != 0, // BPF_JSET
    };
}

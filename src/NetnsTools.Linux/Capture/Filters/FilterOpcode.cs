namespace NetnsTools.Linux.Capture.Filters;

/// <summary>What instructions of classic BPF do (<c>linux/bpf_common.h</c>), as far as filters here need them.</summary>
/// <remarks>A is the accumulator, X the index register, P the packet and M the scratch memory; K is the operand.</remarks>
internal static class FilterOpcode
{
    public const ushort LoadConstant = 0x00; // BPF_LD | BPF_IMM: A = K
    public const ushort LoadWord = 0x20; // BPF_LD | BPF_W | BPF_ABS: A = P[K]
    public const ushort LoadHalf = 0x28; // BPF_LD | BPF_H | BPF_ABS
    public const ushort LoadByte = 0x30; // BPF_LD | BPF_B | BPF_ABS
    public const ushort LoadWordAtIndex = 0x40; // BPF_LD | BPF_W | BPF_IND: A = P[X + K]
    public const ushort LoadHalfAtIndex = 0x48; // BPF_LD | BPF_H | BPF_IND
    public const ushort LoadByteAtIndex = 0x50; // BPF_LD | BPF_B | BPF_IND
    public const ushort LoadScratch = 0x60; // BPF_LD | BPF_MEM: A = M[K]
    public const ushort LoadIndexConstant = 0x01; // BPF_LDX | BPF_IMM: X = K
    public const ushort Store = 0x02; // BPF_ST: M[K] = A
    public const ushort Add = 0x04; // BPF_ALU | BPF_ADD | BPF_K
    public const ushort AddIndex = 0x0c; // BPF_ALU | BPF_ADD | BPF_X
    public const ushort And = 0x54; // BPF_ALU | BPF_AND | BPF_K
    public const ushort ShiftLeft = 0x64; // BPF_ALU | BPF_LSH | BPF_K
    public const ushort Jump = 0x05; // BPF_JMP | BPF_JA
    public const ushort JumpIfEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    public const ushort JumpIfGreater = 0x25; // BPF_JMP | BPF_JGT | BPF_K
    public const ushort JumpIfNotLess = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    public const ushort JumpIfAnyBit = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    public const ushort Return = 0x06; // BPF_RET | BPF_K
    public const ushort CopyToIndex = 0x07; // BPF_MISC | BPF_TAX: X = A
    public const ushort CopyFromIndex = 0x87; // BPF_MISC | BPF_TXA: A = X
}

using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>One instruction of a filter that the kernel runs on every packet of a socket: classic BPF (<c>struct sock_filter</c>).</summary>
/// <param name="Code">What it does.</param>
/// <param name="JumpTrue">How many instructions it skips where its condition holds.</param>
/// <param name="JumpFalse">How many it skips where it does not.</param>
/// <param name="Operand">A value, an offset, or the distance of an unconditional jump.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SocketFilterInstruction(
    ushort Code, // code
    byte JumpTrue, // jt
    byte JumpFalse, // jf
    uint Operand); // k

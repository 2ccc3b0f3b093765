using System;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>The walk over an IPv6 packet's extension headers to what it carries. There are no loops, so it ends after some.</summary>
internal static class ExtensionHeaders
{
    public const int MaximumCount = 8;

    private const int HeaderLength = 40; // sizeof(struct ipv6hdr)
    private const byte Fragment = 44; // NEXTHDR_FRAGMENT
    private const byte Authentication = 51; // NEXTHDR_AUTH
    private const uint FragmentOffset = 0xfff8; // IP6F_OFF_MASK
    private const uint Next = 0; // The slot in scratch memory for the type of the next header.

    // Types whose second byte is their length in units of 8 bytes, the first unit not counted (RFC 6564).
    private static ReadOnlySpan<byte> Uniform =>
    [
        0, // NEXTHDR_HOP
        43, // NEXTHDR_ROUTING
        60, // NEXTHDR_DEST
        135, // NEXTHDR_MOBILITY
        139, // IPPROTO_HIP
        140, // IPPROTO_SHIM6
    ];

    /// <summary>
    /// From X at the IPv6 header to X at the first header that is no extension, with its type in A. Fragments after the first
    /// go elsewhere, with the type in A that the fragment header tells, and nothing to read at X.
    /// </summary>
    public static void Walk(FilterAssembler code, FilterLabel laterFragment)
    {
        FilterLabel end = new();
        FilterLabel later = new();
        code.Emit(FilterOpcode.LoadByteAtIndex, 6); // nexthdr
        code.Emit(FilterOpcode.Store, Next);
        code.Emit(FilterOpcode.LoadConstant, HeaderLength);
        Advance(code);
        for (int count = 0; count < MaximumCount; count++)
        {
            Step(code, end, later);
        }

        code.Jump(end);
        code.Mark(later);
        code.Emit(FilterOpcode.LoadByteAtIndex, 0); // nexthdr
        code.Jump(laterFragment);
        code.Mark(end);
    }

    private static void Step(FilterAssembler code, FilterLabel end, FilterLabel later)
    {
        FilterLabel uniform = new();
        FilterLabel fragment = new();
        FilterLabel authentication = new();
        FilterLabel advance = new();
        foreach (byte type in Uniform)
        {
            code.JumpIfEqual(type, uniform);
        }

        code.JumpIfEqual(Fragment, fragment);
        code.JumpIfEqual(Authentication, authentication, end);

        code.Mark(uniform);
        KeepNext(code);
        code.Emit(FilterOpcode.LoadByteAtIndex, 1); // hdrlen
        code.Emit(FilterOpcode.Add, 1);
        code.Emit(FilterOpcode.ShiftLeft, 3);
        code.Jump(advance);

        code.Mark(authentication);
        KeepNext(code);
        code.Emit(FilterOpcode.LoadByteAtIndex, 1); // hdrlen, in units of 4 bytes, two of which are not counted
        code.Emit(FilterOpcode.Add, 2);
        code.Emit(FilterOpcode.ShiftLeft, 2);
        code.Jump(advance);

        code.Mark(fragment);
        code.Emit(FilterOpcode.LoadHalfAtIndex, 2); // frag_off
        code.JumpIfAnyBit(FragmentOffset, later);
        KeepNext(code);
        code.Emit(FilterOpcode.LoadConstant, 8); // sizeof(struct frag_hdr)

        code.Mark(advance);
        Advance(code);
    }

    private static void KeepNext(FilterAssembler code)
    {
        code.Emit(FilterOpcode.LoadByteAtIndex, 0); // nexthdr
        code.Emit(FilterOpcode.Store, Next);
    }

    // Over as many bytes as A says.
    private static void Advance(FilterAssembler code)
    {
        code.Emit(FilterOpcode.AddIndex);
        code.Emit(FilterOpcode.CopyToIndex);
        code.Emit(FilterOpcode.LoadScratch, Next);
    }
}

using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace NetnsTools.Linux.Capture.Filters;

/// <summary>Expressions of tcpdump's filter language, compiled by libpcap where the machine has it.</summary>
/// <param name="libraries">Names of the library, the first of which that there is will do.</param>
internal sealed unsafe class PcapExpression(params string[] libraries)
{
    /// <summary>The library of this machine.</summary>
    public static readonly PcapExpression Installed = new("libpcap.so.1", "libpcap.so.0.8");

    private const int EthernetType = 1; // DLT_EN10MB
    private const int RawType = 12; // DLT_RAW
    private const uint UnknownNetmask = uint.MaxValue; // PCAP_NETMASK_UNKNOWN
    private const int Optimize = 1;

    // Before 1.8 the compiler had its state in globals.
    private static readonly object Compiling = new();

    /// <summary>Compiles an expression for both kinds of interfaces.</summary>
    /// <returns>The programs for frames with an Ethernet header, and for bare IP packets; null for those where none of these can match.</returns>
    /// <exception cref="NetworkException">There is no libpcap, or it does not understand the expression.</exception>
    public (SocketFilterInstruction[] Ethernet, SocketFilterInstruction[]? Raw) Compile(string expression, int snapLength)
    {
        if (expression.Contains('\0', StringComparison.Ordinal))
        {
            throw Refuse(expression, "it has a NUL character");
        }

        if (expression.Split([' ', '\t', '\r', '\n', '(', ')', '!', '&', '|']).Contains("vlan"))
        {
            throw Refuse(expression, "'vlan' looks for tags in the bytes, and the kernel keeps them elsewhere; protocols, addresses and ports match with any tag");
        }

        nint library = Load(expression);
        try
        {
            lock (Compiling)
            {
                SocketFilterInstruction[] ethernet = Compile(library, expression, EthernetType, snapLength, out string error)
                    ?? throw Refuse(expression, error);
                return (ethernet, Compile(library, expression, RawType, snapLength, out _));
            }
        }
        finally
        {
            NativeLibrary.Free(library);
        }
    }

    private nint Load(string expression)
    {
        foreach (string name in libraries)
        {
            if (NativeLibrary.TryLoad(name, typeof(PcapExpression).Assembly, DllImportSearchPath.SafeDirectories, out nint library))
            {
                return library;
            }
        }

        throw new NetworkException(
            FaultKind.NotSupported,
            ObjectKind.Capture,
            $"The filter expression '{expression}' needs libpcap, which this machine has not: install libpcap, "
                + "or use -Protocol, -Address and -Port, which do without.");
    }

    private static SocketFilterInstruction[]? Compile(nint library, string expression, int linkType, int snapLength, out string error)
    {
        var open = (delegate* unmanaged<int, int, nint>)NativeLibrary.GetExport(library, "pcap_open_dead");
        var compile = (delegate* unmanaged<nint, Program*, byte*, int, uint, int>)NativeLibrary.GetExport(library, "pcap_compile");
        var free = (delegate* unmanaged<Program*, void>)NativeLibrary.GetExport(library, "pcap_freecode");
        var describe = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(library, "pcap_geterr");
        var close = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "pcap_close");

        nint handle = open(linkType, snapLength);
        if (handle == 0)
        {
            throw new NetworkException(FaultKind.Failed, ObjectKind.Capture, "Cannot compile the filter expression: libpcap has no memory for it.");
        }

        try
        {
            Program program;
            fixed (byte* text = Encoding.UTF8.GetBytes(expression + '\0'))
            {
                if (compile(handle, &program, text, Optimize, UnknownNetmask) != 0)
                {
                    error = Marshal.PtrToStringUTF8(describe(handle)) ?? "libpcap does not say why";
                    return null;
                }
            }

            SocketFilterInstruction[] instructions = new ReadOnlySpan<SocketFilterInstruction>(program.Instructions, (int)program.Length).ToArray();
            free(&program);
            // protochain goes round and round, backwards.
            bool hasLoop = instructions.Any(one => one.Code == FilterOpcode.Jump && one.Operand >= instructions.Length);
            error = hasLoop ? "libpcap makes a loop of it, and the kernel takes no loops" : "";
            return hasLoop ? null : instructions;
        }
        finally
        {
            close(handle);
        }
    }

    private static NetworkException Refuse(string expression, string reason) => new(
        FaultKind.InvalidInput, ObjectKind.Capture, $"Cannot use the filter expression '{expression}': {reason}. See pcap-filter(7) for what it can be.");

    [StructLayout(LayoutKind.Sequential)]
    private struct Program
    {
        public uint Length; // bf_len
        public SocketFilterInstruction* Instructions; // bf_insns
    }
}

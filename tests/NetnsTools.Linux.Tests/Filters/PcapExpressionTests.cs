using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Filters;
using NetnsTools.Linux.Tests.Support.Filters;
using Xunit;

namespace NetnsTools.Linux.Tests.Filters;

/// <summary>Expressions, with libpcap and without. What needs it is checked where the machine has it; elsewhere, that it says so.</summary>
public sealed class PcapExpressionTests
{
    private const int SnapLength = 96;

    [Theory]
    [InlineData("tcp port 80", "tcp", true, true)]
    [InlineData("tcp port 80", "udp", false, false)]
    [InlineData("ip[8] = 64 and ip src 10.0.0.10", "icmp", true, true)]
    [InlineData("ether src 02:00:00:00:00:fd", "icmp", true, false)] // nothing of the kind without the header
    [InlineData("len < 50", "icmp", true, true)]
    [InlineData("inbound", "icmp", true, true)]
    [InlineData("outbound", "icmp", false, false)]
    public void An_expression_is_compiled_for_interfaces_with_and_without_a_header(string expression, string name, bool takes, bool takesBare) =>
        WithLibrary(expression, new CaptureFilter { Expression = expression }, program =>
        {
            Assert.Equal(takes, Takes(program, FilterTable.Frames[name], 1));
            Assert.Equal(takes, Takes(program, FilterTable.Frames[name], 772));
            Assert.Equal(takesBare, Takes(program, FilterTable.Frames[name][14..], 0xfffe));
            Assert.False(Takes(program, FilterTable.Frames[name], 801));
        });

    [Fact]
    public void It_must_agree_with_the_rest_of_the_filter()
    {
        CaptureFilter filter = new() { Protocols = [CaptureProtocol.Tcp], Expression = "host 10.0.0.10 or port 53" };

        WithLibrary(filter.Expression, filter, static program =>
        {
            Assert.True(Takes(program, FilterTable.Frames["tcp"], 1));
            Assert.False(Takes(program, FilterTable.Frames["udp"], 1));
            Assert.False(Takes(program, FilterTable.Frames["icmp"], 1));
            Assert.False(Takes(program, FilterTable.Frames["tcp6"], 1));
        });
    }

    [Theory]
    [InlineData("tcp prot 80", "syntax error")]
    [InlineData("arp and ip", "rejects all packets")]
    [InlineData("ip6 protochain 6", "no loops")]
    public void What_libpcap_or_the_kernel_cannot_do_is_refused_in_words(string expression, string reason)
    {
        NetworkException exception = Assert.Throws<NetworkException>(
            () => FilterCompiler.Compile(new CaptureFilter { Expression = expression }, SnapLength));

        Assert.Equal(HasLibrary() ? FaultKind.InvalidInput : FaultKind.NotSupported, exception.Fault);
        Assert.Contains(HasLibrary() ? reason : "needs libpcap", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expression, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vlan", "keeps them elsewhere")]
    [InlineData("icmp and !(vlan 10)", "keeps them elsewhere")]
    [InlineData("tcp\0 or udp", "NUL")]
    public void What_would_mean_something_else_is_refused_with_or_without_libpcap(string expression, string reason)
    {
        NetworkException exception = Assert.Throws<NetworkException>(
            () => FilterCompiler.Compile(new CaptureFilter { Expression = expression }, SnapLength));

        Assert.Equal((FaultKind.InvalidInput, ObjectKind.Capture), (exception.Fault, exception.Subject));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_libpcap_it_says_what_to_do_instead()
    {
        PcapExpression missing = new("libpcap-that-is-not-there.so.1");

        NetworkException exception = Assert.Throws<NetworkException>(
            () => FilterCompiler.Compile(new CaptureFilter { Expression = "tcp" }, SnapLength, missing));

        Assert.Equal((FaultKind.NotSupported, ObjectKind.Capture), (exception.Fault, exception.Subject));
        Assert.Contains("'tcp' needs libpcap", exception.Message, StringComparison.Ordinal);
        Assert.Contains("-Protocol, -Address and -Port", exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(FilterCompiler.Compile(new CaptureFilter { Expression = " " }, SnapLength, missing));
    }

    private static void WithLibrary(string expression, CaptureFilter filter, Action<IReadOnlyList<SocketFilterInstruction>> check)
    {
        if (HasLibrary())
        {
            check(FilterCompiler.Compile(filter, SnapLength));
            return;
        }

        NetworkException exception = Assert.Throws<NetworkException>(() => FilterCompiler.Compile(filter, SnapLength));
        Assert.Equal(FaultKind.NotSupported, exception.Fault);
        Assert.Contains(expression, exception.Message, StringComparison.Ordinal);
    }

    private static bool HasLibrary()
    {
        bool isThere = NativeLibrary.TryLoad("libpcap.so.1", out nint library) || NativeLibrary.TryLoad("libpcap.so.0.8", out library);
        NativeLibrary.Free(library);
        return isThere;
    }

    private static bool Takes(IReadOnlyList<SocketFilterInstruction> program, byte[] frame, uint hardwareType)
    {
        uint length = FilterMachine.Run(program, frame, new PacketFacts(0, hardwareType));
        Assert.True(length is 0 or SnapLength);
        return length > 0;
    }
}

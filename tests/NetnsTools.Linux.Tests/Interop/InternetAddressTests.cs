using System;
using System.Net;
using NetnsTools.Linux.Interop;
using Xunit;

namespace NetnsTools.Linux.Tests.Interop;

/// <summary>Socket addresses, against the bytes and against the runtime's own.</summary>
public sealed class InternetAddressTests
{
    [Theory]
    [InlineData("10.9.2.2", "02000000" + "0a090202" + "0000000000000000")]
    [InlineData("fd09:2::2", "0a00000000000000" + "fd090002000000000000000000000002" + "00000000")]
    [InlineData("fe80::1%7", "0a00000000000000" + "fe800000000000000000000000000001" + "07000000")]
    [InlineData("::ffff:10.9.2.2", "0a00000000000000" + "00000000000000000000ffff0a090202" + "00000000")]
    public void An_address_is_laid_out_as_the_kernel_wants_it(string text, string expected)
    {
        byte[] encoded = InternetAddress.Encode(IPAddress.Parse(text));

        Assert.Equal(expected, Convert.ToHexStringLower(encoded));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.9.2.2")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("fd09:2::2")]
    [InlineData("fe80::1%2147483647")]
    public void It_is_the_runtimes_socket_address_with_port_0(string text)
    {
        IPAddress address = IPAddress.Parse(text);
        SocketAddress expected = new IPEndPoint(address, 0).Serialize();

        Assert.Equal(expected.Buffer[..expected.Size].ToArray(), InternetAddress.Encode(address));
    }

    [Theory]
    [InlineData("10.9.2.2")]
    [InlineData("fd09:2::2")]
    [InlineData("fe80::1%7")]
    [InlineData("fe80::1%4294967295")]
    public void What_is_encoded_is_decoded_with_its_scope(string text)
    {
        IPAddress address = IPAddress.Parse(text);

        // The kernel writes into a buffer that fits both families.
        byte[] buffer = new byte[InternetAddress.MaximumLength];
        InternetAddress.Encode(address).CopyTo(buffer, 0);

        Assert.Equal(address, InternetAddress.Decode(buffer));
    }

    [Fact]
    public void Port_and_flow_label_are_passed_over()
    {
        byte[] address4 = InternetAddress.Encode(IPAddress.Parse("10.9.2.2"));
        byte[] address6 = InternetAddress.Encode(IPAddress.Parse("fd09:2::2"));
        address4.AsSpan(2, 2).Fill(0xff); // sin_port
        address6.AsSpan(2, 6).Fill(0xff); // sin6_port, sin6_flowinfo

        Assert.Equal(IPAddress.Parse("10.9.2.2"), InternetAddress.Decode(address4));
        Assert.Equal(IPAddress.Parse("fd09:2::2"), InternetAddress.Decode(address6));
    }
}

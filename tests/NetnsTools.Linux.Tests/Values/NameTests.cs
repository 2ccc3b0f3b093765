using System;
using System.Linq;
using Xunit;

namespace NetnsTools.Linux.Tests.Values;

/// <summary>Names of interfaces and namespaces. What the kernel itself says to them: see the live tests.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("lo")]
    [InlineData("a")]
    [InlineData("veth-1")]
    [InlineData("123456789012345")] // 15 bytes
    [InlineData("eth0.100")]
    [InlineData("...")]
    [InlineData("VETH-1")]
    [InlineData("a'b\"c\\d")]
    [InlineData("ééééééé")] // 14 bytes
    [InlineData("äöüß")]
    [InlineData("网络接口")] // 12 bytes
    [InlineData("-dash")]
    public void These_interface_names_are_good(string name)
    {
        InterfaceName.Validate(name);
        Assert.True(InterfaceName.IsValid(name));
    }

    [Theory]
    [InlineData(null, "An interface name cannot be empty.")]
    [InlineData("", "An interface name cannot be empty.")]
    [InlineData(".", "'.' cannot be an interface name: it means a directory.")]
    [InlineData("..", "'..' cannot be an interface name: it means a directory.")]
    [InlineData("1234567890123456", "has 16 bytes; the kernel takes at most 15.")]
    [InlineData("éééééééé", "has 16 bytes; the kernel takes at most 15.")]
    [InlineData("网络接口网络", "has 18 bytes; the kernel takes at most 15.")]
    [InlineData("a/b", "contains '/'")]
    [InlineData("a:b", "contains ':'")]
    [InlineData("a b", "contains ' '")]
    [InlineData("a\tb", "contains '\\x09'")]
    [InlineData("a\nb", "contains '\\x0a'")]
    [InlineData("a\0b", "contains '\\x00'")]
    [InlineData("veth%d", "contains '%', which the kernel takes as a template.")]
    [InlineData("100%", "contains '%', which the kernel takes as a template.")]
    [InlineData("à", "0xa0")] // U+00E0 is C3 A0, and A0 is a space to the kernel's isspace
    [InlineData("\u00a0", "contains")]
    public void These_interface_names_are_refused_with_the_reason(string? name, string reason)
    {
        NetworkException exception = Assert.Throws<NetworkException>(() => InterfaceName.Validate(name));

        Assert.Equal(FaultKind.InvalidInput, exception.Fault);
        Assert.Equal(ObjectKind.Link, exception.Subject);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.False(InterfaceName.IsValid(name));
    }

    [Theory]
    [InlineData("ns-1")]
    [InlineData("a b")]
    [InlineData("100%")]
    [InlineData("a:b")]
    [InlineData("...")]
    [InlineData("-")]
    [InlineData("名前空間")]
    public void These_namespace_names_are_good(string name)
    {
        NamespaceName.Validate(name);
        Assert.True(NamespaceName.IsValid(name));
    }

    [Theory]
    [InlineData(null, "A namespace name cannot be empty.")]
    [InlineData("", "A namespace name cannot be empty.")]
    [InlineData(".", "'.' cannot be a namespace name: it means a directory.")]
    [InlineData("..", "'..' cannot be a namespace name: it means a directory.")]
    [InlineData("a/b", "The namespace name 'a/b' contains '/'; a name is one path component.")]
    [InlineData("/", "The namespace name '/' contains '/'; a name is one path component.")]
    [InlineData("a\0b", "A namespace name cannot contain a NUL character.")]
    public void These_namespace_names_are_refused_with_the_reason(string? name, string reason)
    {
        NetworkException exception = Assert.Throws<NetworkException>(() => NamespaceName.Validate(name));

        Assert.Equal(FaultKind.InvalidInput, exception.Fault);
        Assert.Equal(ObjectKind.Namespace, exception.Subject);
        Assert.Equal(reason, exception.Message);
        Assert.False(NamespaceName.IsValid(name));
    }

    [Theory]
    [InlineData("x", 255, true)]
    [InlineData("x", 256, false)]
    [InlineData("é", 127, true)] // 254 bytes
    [InlineData("é", 128, false)] // 256 bytes
    [InlineData("网", 85, true)] // 255 bytes
    [InlineData("网", 86, false)] // 258 bytes
    [InlineData("😀", 63, true)] // 252 bytes
    [InlineData("😀", 64, false)] // 256 bytes
    public void A_namespace_name_has_at_most_255_bytes_of_UTF8(string part, int count, bool valid)
    {
        string name = string.Concat(Enumerable.Repeat(part, count));

        Assert.Equal(valid, NamespaceName.IsValid(name));
    }
}

using Xunit;

namespace NetnsTools.Linux.Tests.Namespaces;

/// <summary>Lines of /proc/self/mountinfo.</summary>
public sealed class MountedNamespacesTests
{
    [Theory]
    [InlineData("43 42 0:4 net:[4026532177] /run/netns/a rw shared:2 - nsfs nsfs rw", "/run/netns/a", 4026532177)]
    [InlineData("43 42 0:4 net:[4026532177] /run/docker/netns/5f1 rw - nsfs nsfs rw", "/run/docker/netns/5f1", 4026532177)]
    [InlineData("43 42 0:4 net:[5] /a rw shared:2 master:7 propagate_from:1 - nsfs nsfs rw", "/a", 5)]
    [InlineData(@"43 42 0:4 net:[5] /a\040b\011c\012d\134e\040 rw - nsfs nsfs rw", "/a b\tc\nd\\e ", 5)]
    [InlineData(@"43 42 0:4 net:[5] /ä\134040 rw - nsfs nsfs rw", @"/ä\040", 5)]
    [InlineData(@"43 42 0:4 net:[5] /a\04x\8\779\04 rw - nsfs nsfs rw", @"/a\04x\8\779\04", 5)] // found by the fuzzer
    public void A_namespace_is_told_with_its_place_and_its_inode(string line, string path, ulong inode)
    {
        Assert.Equal((path, inode), MountedNamespaces.Parse(line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("43 42 0:4")]
    [InlineData("43 42 0:4 net:[5] /a rw shared:2")]
    [InlineData("43 42 0:4 net:[5] /a rw -")]
    [InlineData("43 42 0:4 mnt:[5] /a rw - nsfs nsfs rw")]
    [InlineData("43 42 0:4 net:[x] /a rw - nsfs nsfs rw")]
    [InlineData("25 1 253:0 /net:[5] /a rw - ext4 /dev/root rw")]
    [InlineData("25 1 253:0 net:[5] /a rw - ext4 nsfs rw")]
    public void Anything_else_is_left_out(string line) => Assert.Null(MountedNamespaces.Parse(line));
}

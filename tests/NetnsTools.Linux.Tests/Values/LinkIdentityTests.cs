using NetnsTools.Linux.Route;
using Xunit;

namespace NetnsTools.Linux.Tests.Values;

/// <summary>Whether a link is still the one that was read. On the real kernel: see tests/Adversary.Tests.ps1.</summary>
public sealed class LinkIdentityTests
{
    private static readonly MacAddress Other = MacAddress.Parse("02:00:00:00:00:02");

    private static readonly Link Before = new()
    {
        Index = 2,
        Name = "veth-1",
        Kind = "veth",
        MacAddress = MacAddress.Parse("02:00:00:00:00:01"),
        LinkIndex = 3,
        CarrierChanges = 2,
        ChangeTime = 1000,
    };

    [Fact]
    public void The_same_MAC_address_is_the_same_link_under_any_name_in_any_state() => AssertSame(
        Before with { Name = "changed", LinkIndex = 9, LinkNamespaceId = 4, CarrierChanges = 7, ChangeTime = 2000, Flags = LinkFlags.Up, Mtu = 9000 });

    [Fact]
    public void Another_MAC_address_is_the_same_link_where_nothing_happened_to_it_since() => AssertSame(Before with { MacAddress = Other });

    [Fact]
    public void Another_MAC_address_is_another_link_where_anything_else_is_another_too()
    {
        AssertOther(Before with { MacAddress = Other, ChangeTime = 1003 });
        AssertOther(Before with { MacAddress = Other, ChangeTime = null });
        AssertOther(Before with { MacAddress = Other, Name = "veth-9" });
        AssertOther(Before with { MacAddress = Other, LinkIndex = 4 });
        Assert.False(LinkIdentity.IsSame(Before with { ChangeTime = null }, Before with { ChangeTime = null, MacAddress = Other }));
    }

    [Fact]
    public void Another_index_or_driver_and_a_counter_that_fell_are_another_link()
    {
        AssertOther(Before with { Index = 3 });
        AssertOther(Before with { Kind = "dummy" });
        AssertOther(Before with { CarrierChanges = 1 });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("00:00:00:00:00:00")]
    public void Without_a_MAC_address_the_name_counts(string? address)
    {
        MacAddress? none = address is null ? null : MacAddress.Parse(address);
        Link tunnel = Before with { Kind = "sit", MacAddress = none };

        Assert.True(LinkIdentity.IsSame(tunnel, tunnel with { ChangeTime = 2000, CarrierChanges = 3 }));
        Assert.False(LinkIdentity.IsSame(tunnel, tunnel with { Name = "other" }));
        Assert.False(LinkIdentity.IsSame(tunnel, tunnel with { MacAddress = Other, ChangeTime = 2000 }));
    }

    private static void AssertSame(Link now) => Assert.True(LinkIdentity.IsSame(Before, now));

    private static void AssertOther(Link now) => Assert.False(LinkIdentity.IsSame(Before, now));
}

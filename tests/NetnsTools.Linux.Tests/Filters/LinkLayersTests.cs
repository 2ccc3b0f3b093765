using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Filters;
using Xunit;

namespace NetnsTools.Linux.Tests.Filters;

/// <summary>What frames begin with, by the numbers of <c>linux/if_arp.h</c> and those of pcap files.</summary>
public sealed class LinkLayersTests
{
    [Theory]
    [InlineData(1, LinkLayer.Ethernet)] // ARPHRD_ETHER
    [InlineData(772, LinkLayer.Ethernet)] // ARPHRD_LOOPBACK
    [InlineData(0xfffe, LinkLayer.Raw)] // ARPHRD_NONE
    [InlineData(512, LinkLayer.Raw)] // ARPHRD_PPP
    [InlineData(519, LinkLayer.Raw)] // ARPHRD_RAWIP
    [InlineData(768, LinkLayer.Raw)] // ARPHRD_TUNNEL
    [InlineData(769, LinkLayer.Raw)] // ARPHRD_TUNNEL6
    [InlineData(776, LinkLayer.Raw)] // ARPHRD_SIT
    [InlineData(778, LinkLayer.Raw)] // ARPHRD_IPGRE
    [InlineData(823, LinkLayer.Raw)] // ARPHRD_IP6GRE
    [InlineData(801, (LinkLayer)105)] // ARPHRD_IEEE80211
    [InlineData(803, (LinkLayer)127)] // ARPHRD_IEEE80211_RADIOTAP
    [InlineData(32, (LinkLayer)147)] // ARPHRD_INFINIBAND
    public void A_hardware_type_has_a_link_layer(int hardwareType, LinkLayer linkLayer) => Assert.Equal(linkLayer, LinkLayers.Of(hardwareType));
}

using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Filters;
using NetnsTools.Linux.Tests.Support.Filters;
using Xunit;

namespace NetnsTools.Linux.Tests.Filters;

/// <summary>Filters in tcpdump's words; each of these texts was given to <c>tcpdump -d</c>, which took it.</summary>
public sealed class FilterTextTests
{
    public static TheoryData<CaptureFilter, string> Texts => new()
    {
        { new CaptureFilter(), "" },
        { new CaptureFilter { Protocols = [CaptureProtocol.Icmp6] }, "icmp6" },
        {
            new CaptureFilter { Protocols = [CaptureProtocol.Icmp, CaptureProtocol.Arp], Addresses = FilterTable.Prefixes("10.0.0.20") },
            "(icmp or arp) and host 10.0.0.20"
        },
        {
            new CaptureFilter { Addresses = FilterTable.Prefixes("10.0.0.20/16", "fd00::1/128", "fd00:1::1/64", "10.0.3.4/16", "::/0") },
            "(net 10.0.0.0/16 or host fd00::1 or net fd00:1::/64 or net ::/0)"
        },
        { new CaptureFilter { Ports = [443, 80, 80] }, "(port 80 or port 443)" },
        { new CaptureFilter { Ports = [8002, 8000, 8001], Protocols = [CaptureProtocol.Sctp] }, "sctp and portrange 8000-8002" },
        { new CaptureFilter { Direction = PacketDirection.In, Protocols = [CaptureProtocol.Igmp] }, "igmp and inbound" },
        { new CaptureFilter { Direction = PacketDirection.Out }, "outbound" },
        { new CaptureFilter { Expression = "tcp or udp" }, "tcp or udp" },
        { new CaptureFilter { Protocols = [CaptureProtocol.Ip6], Expression = "tcp or udp" }, "ip6 and (tcp or udp)" },
        { new CaptureFilter { Ports = [53], Expression = " " }, "port 53" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_filter_is_told_in_the_words_of_tcpdump(CaptureFilter filter, string text) => Assert.Equal(text, FilterText.Of(filter));
}

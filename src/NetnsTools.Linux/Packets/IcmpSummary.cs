using System;
using System.Globalization;
using System.Net;

namespace NetnsTools.Linux.Packets;

/// <summary>tcpdump's words for ICMP, ICMPv6 and IGMP.</summary>
internal static class IcmpSummary
{
    private const int UsualResponseCode = 100; // 10 s
    private const int ListenerReportV2 = 143; // ICMPV6_MLD2_REPORT
    private const int ShortQuery = 24; // bytes of an MLDv1 query
    private const int FragmentationNeeded = 4; // ICMP_FRAG_NEEDED
    private const int PortUnreachable = 3; // ICMP_PORT_UNREACH
    private const int PortUnreachable6 = 4; // ICMPV6_PORT_UNREACH

    public static string Words(IcmpLayer icmp) => icmp.Version == 6 ? Words6(icmp) : Words4(icmp);

    public static string Igmp(IgmpLayer igmp) => igmp switch
    {
        { Message: IgmpMessage.Query, Version: 1 } => $"igmp query v1{AskedGroup(igmp)}",
        { Message: IgmpMessage.Query } => Invariant($"igmp query v{igmp.Version}{ResponseTime(igmp)}{AskedGroup(igmp)}"),
        { Message: IgmpMessage.Report, Version: 3 } => Invariant($"igmp v3 report, {igmp.GroupCount} group record(s)"),
        { Message: IgmpMessage.Report } => Invariant($"igmp v{igmp.Version} report {igmp.Group}"),
        { Message: IgmpMessage.Leave } => $"igmp leave {igmp.Group}",
        _ => Invariant($"igmp-{igmp.Type}"),
    };

    private static string Words4(IcmpLayer icmp) => icmp.Message switch
    {
        IcmpMessage.EchoRequest => Invariant($"echo request, id {icmp.Identifier}, seq {icmp.Sequence}"),
        IcmpMessage.EchoReply => Invariant($"echo reply, id {icmp.Identifier}, seq {icmp.Sequence}"),
        IcmpMessage.DestinationUnreachable => Unreachable4(icmp),
        IcmpMessage.Redirect => Redirect4(icmp),
        IcmpMessage.TimeExceeded => icmp.Code switch
        {
            0 => "time exceeded in-transit",
            1 => "ip reassembly time exceeded",
            int code => Invariant($"time exceeded-#{code}"),
        },
        IcmpMessage.ParameterProblem => icmp.Code == 0
            ? Invariant($"parameter problem - octet {icmp.ErrorOffset}")
            : Invariant($"parameter problem - code {icmp.Code}"),
        IcmpMessage.TimestampRequest => Invariant($"time stamp query id {icmp.Identifier} seq {icmp.Sequence}"),
        IcmpMessage.TimestampReply => Invariant($"time stamp reply id {icmp.Identifier} seq {icmp.Sequence}"),
        IcmpMessage.SourceQuench => "source quench",
        IcmpMessage.RouterSolicitation => "router solicitation",
        IcmpMessage.RouterAdvertisement => "router advertisement",
        IcmpMessage.AddressMaskRequest => "address mask request",
        IcmpMessage.AddressMaskReply => "address mask reply",
        _ => Invariant($"type-#{icmp.Type}"),
    };

    // By icmp_code.
    private static string Unreachable4(IcmpLayer icmp)
    {
        string target = Known(icmp.Quoted?.Destination);
        return icmp.Code switch
        {
            0 => $"net {target} unreachable",
            1 => $"host {target} unreachable",
            2 => Invariant($"{target} protocol {Known((int?)icmp.Quoted?.IPv4?.Protocol)} unreachable"),
            PortUnreachable => $"{QuotedPort(icmp)} unreachable",
            FragmentationNeeded when icmp.Mtu > 0 => Invariant($"{target} unreachable - need to frag (mtu {icmp.Mtu})"),
            FragmentationNeeded => $"{target} unreachable - need to frag",
            5 => $"{target} unreachable - source route failed",
            6 => $"net {target} unreachable - unknown",
            7 => $"host {target} unreachable - unknown",
            8 => $"{target} unreachable - source host isolated",
            9 => $"net {target} unreachable - admin prohibited",
            10 => $"host {target} unreachable - admin prohibited",
            11 => $"net {target} unreachable - tos prohibited",
            12 => $"host {target} unreachable - tos prohibited",
            13 => $"host {target} unreachable - admin prohibited filter",
            14 => $"host {target} unreachable - host precedence violation",
            15 => $"host {target} unreachable - precedence cutoff",
            int code => Invariant($"{target} unreachable - #{code}"),
        };
    }

    private static string Redirect4(IcmpLayer icmp)
    {
        string destination = Known(icmp.Quoted?.Destination);
        return icmp.Code switch
        {
            0 => $"redirect {destination} to net {icmp.Gateway}",
            1 => $"redirect {destination} to host {icmp.Gateway}",
            2 => $"redirect-tos {destination} to net {icmp.Gateway}",
            3 => $"redirect-tos {destination} to host {icmp.Gateway}",
            int code => Invariant($"redirect-#{code} {destination} to {icmp.Gateway}"),
        };
    }

    private static string Words6(IcmpLayer icmp) => icmp.Message switch
    {
        IcmpMessage.EchoRequest => Invariant($"echo request, id {icmp.Identifier}, seq {icmp.Sequence}"),
        IcmpMessage.EchoReply => Invariant($"echo reply, id {icmp.Identifier}, seq {icmp.Sequence}"),
        IcmpMessage.DestinationUnreachable => $"destination unreachable, {Unreachable6(icmp)}",
        IcmpMessage.PacketTooBig => Invariant($"packet too big, mtu {icmp.Mtu}"),
        IcmpMessage.TimeExceeded => icmp.Code switch
        {
            0 => $"time exceeded in-transit for {Known(icmp.Quoted?.Destination)}",
            1 => "time exceeded in-transit (reassembly)",
            int code => Invariant($"time exceeded in-transit, unknown code ({code})"),
        },
        IcmpMessage.ParameterProblem => icmp.Code switch
        {
            0 => Invariant($"parameter problem, erroneous - octet {icmp.ErrorOffset}"),
            1 => Invariant($"parameter problem, next header - octet {icmp.ErrorOffset}"),
            2 => Invariant($"parameter problem, option - octet {icmp.ErrorOffset}"),
            3 => Invariant($"parameter problem, incomplete header chain - octet {icmp.ErrorOffset}"),
            int code => Invariant($"parameter problem, code-#{code}"),
        },
        IcmpMessage.RouterSolicitation => "router solicitation",
        IcmpMessage.RouterAdvertisement => "router advertisement",
        IcmpMessage.NeighborSolicitation => $"neighbor solicitation, who has {Known(icmp.Target)}",
        IcmpMessage.NeighborAdvertisement => $"neighbor advertisement, tgt is {Known(icmp.Target)}",
        IcmpMessage.Redirect => $"redirect, {Known(icmp.RedirectedDestination)} to {Known(icmp.Target)}",
        IcmpMessage.MulticastListenerQuery when icmp.Length > ShortQuery => $"multicast listener query v2 [gaddr {Known(icmp.Target)}]",
        IcmpMessage.MulticastListenerQuery => $"multicast listener query addr: {Known(icmp.Target)}",
        IcmpMessage.MulticastListenerReport when icmp.Type == ListenerReportV2 =>
            Invariant($"multicast listener report v2, {icmp.GroupCount} group record(s)"),
        IcmpMessage.MulticastListenerReport => $"multicast listener report addr: {Known(icmp.Target)}",
        IcmpMessage.MulticastListenerDone => $"multicast listener done addr: {Known(icmp.Target)}",
        _ => Invariant($"unknown icmp6 type ({icmp.Type})"),
    };

    // By icmp6_code.
    private static string Unreachable6(IcmpLayer icmp) => icmp.Code switch
    {
        0 => $"unreachable route {Known(icmp.Quoted?.Destination)}",
        1 => $" unreachable prohibited {Known(icmp.Quoted?.Destination)}",
        2 => $"beyond scope {Known(icmp.Quoted?.Destination)}, source address {Known(icmp.Quoted?.Source)}",
        3 => $"unreachable address {Known(icmp.Quoted?.Destination)}",
        PortUnreachable6 => $"unreachable port, {QuotedPort(icmp)}",
        int code => Invariant($"unknown unreach code ({code})"),
    };

    private static string QuotedPort(IcmpLayer icmp)
    {
        IPProtocol? protocol = icmp.Quoted?.IPv4?.Protocol ?? icmp.Quoted?.IPv6?.Protocol;
        string name = protocol switch
        {
            IPProtocol.Tcp => "tcp",
            IPProtocol.Udp => "udp",
            _ => Invariant($"protocol {Known((int?)protocol)}"),
        };
        return Invariant($"{Known(icmp.Quoted?.Destination)} {name} port {Known(icmp.Quoted?.DestinationPort)}");
    }

    private static string ResponseTime(IgmpLayer igmp) => igmp switch
    {
        { MaximumResponseCode: UsualResponseCode } => string.Empty,
        { Version: 3 } => Invariant($" [max resp time {igmp.MaximumResponseTime.TotalSeconds:0.0}s]"),
        _ => Invariant($" [max resp time {igmp.MaximumResponseCode}]"),
    };

    private static string AskedGroup(IgmpLayer igmp) =>
        igmp.Group is { } group && !group.Equals(IPAddress.Any) ? $" [gaddr {group}]" : string.Empty;

    // What the message should have, and has not.
    private static string Known(object? value) => value is null ? "?" : FormattableString.Invariant($"{value}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Generic;
using NetnsTools.Linux.Route;

namespace NetnsTools;

/// <summary>Link flags as <c>ip link</c> prints them (iproute2, <c>print_link_flags</c>).</summary>
internal static class LinkFlagText
{
    // The order is ip's own.
    private static readonly (LinkFlags Flag, string Text)[] Names =
    [
        (LinkFlags.Loopback, "LOOPBACK"),
        (LinkFlags.Broadcast, "BROADCAST"),
        (LinkFlags.PointToPoint, "POINTOPOINT"),
        (LinkFlags.Multicast, "MULTICAST"),
        (LinkFlags.NoArp, "NOARP"),
        (LinkFlags.AllMulticast, "ALLMULTI"),
        (LinkFlags.Promiscuous, "PROMISC"),
        (LinkFlags.Master, "MASTER"),
        (LinkFlags.Slave, "SLAVE"),
        (LinkFlags.Debug, "DEBUG"),
        (LinkFlags.Dynamic, "DYNAMIC"),
        (LinkFlags.AutoMedia, "AUTOMEDIA"),
        (LinkFlags.PortSelect, "PORTSEL"),
        (LinkFlags.NoTrailers, "NOTRAILERS"),
        (LinkFlags.Up, "UP"),
        (LinkFlags.LowerUp, "LOWER_UP"),
        (LinkFlags.Dormant, "DORMANT"),
        (LinkFlags.Echo, "ECHO"),
    ];

    public static string Format(LinkFlags flags)
    {
        List<string> words = [];
        if ((flags & LinkFlags.Up) != 0 && (flags & LinkFlags.Running) == 0)
        {
            words.Add("NO-CARRIER");
        }

        foreach ((LinkFlags flag, string text) in Names)
        {
            if ((flags & flag) != 0)
            {
                words.Add(text);
            }
        }

        return string.Join(',', words);
    }
}

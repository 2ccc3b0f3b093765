using System;

namespace NetnsTools.Linux.Route;

/// <summary>Whether a link is the one that was read before. The kernel gives indexes and names again, and links have no number of their own.</summary>
public static class LinkIdentity
{
    /// <summary>Compares what was read of an index at two times, in one namespace.</summary>
    /// <param name="before">The link as it was.</param>
    /// <param name="now">What has its index now.</param>
    /// <returns>False also where it cannot be told: its MAC address was changed, and it was switched on or off after that.</returns>
    public static bool IsSame(Link before, Link now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        // A driver is for life, and the counter only rises.
        if (now.Index != before.Index || now.Kind != before.Kind || now.CarrierChanges < before.CarrierChanges)
        {
            return false;
        }

        // The kernel makes MAC addresses at random: whatever a link with the same one is called, it is the same.
        if (now.MacAddress == before.MacAddress)
        {
            return now.MacAddress is { IsZero: false } || now.Name == before.Name;
        }

        // Changing the address leaves this time as it is; a new link, even one under the old name and index, has a later one.
        return now.Name == before.Name && now.LinkIndex == before.LinkIndex && now.ChangeTime is not null && now.ChangeTime == before.ChangeTime;
    }
}

using System;

namespace NetnsTools.Linux.Route;

/// <summary>How a new pair shall be when it is given.</summary>
public sealed record VethPairOptions
{
    /// <summary>Whether both ends are switched on, and ready to carry the first packet.</summary>
    public bool Up { get; init; } // IFF_UP

    /// <summary>Flags for IPv6 addresses; without detection of duplicates they can be used at once.</summary>
    public AddressFlags FlagsIPv6 { get; init; } = AddressFlags.NoDuplicateDetection; // IFA_FLAGS

    /// <summary>How long it may take until they are ready.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}

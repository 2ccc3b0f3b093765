namespace NetnsTools.Linux.Route;

/// <summary>What to change of a link; null leaves a thing as it is.</summary>
public sealed record LinkChange
{
    /// <summary>A new name, at most 15 bytes.</summary>
    public string? Name { get; init; } // IFLA_IFNAME

    /// <summary>Largest packet in bytes.</summary>
    public int? Mtu { get; init; } // IFLA_MTU

    /// <summary>Link-layer address.</summary>
    public MacAddress? MacAddress { get; init; } // IFLA_ADDRESS

    /// <summary>Free text; empty removes it.</summary>
    public string? Alias { get; init; } // IFLA_IFALIAS

    /// <summary>Transmit queue length in packets.</summary>
    public int? QueueLength { get; init; } // IFLA_TXQLEN

    /// <summary>Group number.</summary>
    public uint? Group { get; init; } // IFLA_GROUP

    /// <summary>Switched on or off.</summary>
    public bool? Up { get; init; } // IFF_UP

    /// <summary>Receives every frame.</summary>
    public bool? Promiscuous { get; init; } // IFF_PROMISC

    /// <summary>Resolves addresses.</summary>
    public bool? Arp { get; init; } // IFF_NOARP, negated

    /// <summary>Whether nothing is to change.</summary>
    public bool IsEmpty => this == Nothing;

    private static readonly LinkChange Nothing = new();
}

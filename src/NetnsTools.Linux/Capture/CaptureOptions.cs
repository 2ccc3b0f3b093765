using System;

namespace NetnsTools.Linux.Capture;

/// <summary>What to capture, where, and for how long.</summary>
public sealed record CaptureOptions
{
    /// <summary>The most that a frame can have: what tcpdump takes as well, in bytes.</summary>
    public const int MaximumSnapLength = 262_144;

    /// <summary>The smallest ring: two blocks.</summary>
    public const int MinimumBufferSize = 2 * PacketRing.BlockSize;

    /// <summary>The largest ring, 1 GiB.</summary>
    public const int MaximumBufferSize = 1 << 30;

    /// <summary>The interface's index; 0 for all interfaces of the namespace.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>The interface's name; null for all.</summary>
    public string? InterfaceName { get; init; }

    /// <summary>Which packets.</summary>
    public CaptureFilter Filter { get; init; } = new();

    /// <summary>How many bytes of each packet are kept, from the link-layer header on.</summary>
    public int SnapLength { get; init; } = MaximumSnapLength;

    /// <summary>Whether the interface is to take frames for other stations too.</summary>
    public bool IsPromiscuous { get; init; }

    /// <summary>Bytes of the ring that the kernel writes to while nobody reads; rounded up to whole blocks.</summary>
    public int BufferSize { get; init; } = 32 * PacketRing.BlockSize;

    /// <summary>Ends after this many packets; null for no limit.</summary>
    public long? Count { get; init; }

    /// <summary>Ends after this time; null for no limit.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Refuses what no capture can be, wherever it is made: what the kernel would refuse with a number, or would take for something else.</summary>
    /// <exception cref="NetworkException">Says which of them is wrong.</exception>
    public void Validate()
    {
        string? problem = this switch
        {
            { SnapLength: < 1 or > MaximumSnapLength } => $"A snap length of {SnapLength} bytes is none: 1 to {MaximumSnapLength}.",
            { BufferSize: < MinimumBufferSize or > MaximumBufferSize } =>
                $"A buffer of {BufferSize} bytes is none: {MinimumBufferSize} to {MaximumBufferSize}.",
            { Count: < 1 } => $"A capture of {Count} packets is none: at least 1.",
            { Duration.Ticks: <= 0 } => $"A capture cannot last {Duration}: more than no time.",
            _ => null,
        };
        Refuse(problem);
    }

    /// <summary>The same for the place.</summary>
    internal void ValidatePlace() => Refuse(
        IsPromiscuous && InterfaceIndex == 0 ? "Promiscuous mode belongs to one interface: say which, or leave it." : null);

    private static void Refuse(string? problem)
    {
        if (problem is not null)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.Capture, problem);
        }
    }
}

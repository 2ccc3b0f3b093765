namespace NetnsTools.Linux.Packets;

/// <summary>One extension header of an IPv6 packet.</summary>
public sealed class IPv6ExtensionHeader
{
    /// <summary>Which one it is.</summary>
    public required IPProtocol Header { get; init; }

    /// <summary>What comes behind it.</summary>
    public required IPProtocol NextHeader { get; init; }

    /// <summary>All its bytes.</summary>
    public required byte[] Data { get; init; }

    /// <summary>Its name and length in bytes.</summary>
    public override string ToString() => $"{Header} ({Data.Length})";
}

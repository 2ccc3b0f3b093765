namespace NetnsTools.Linux.Packets;

/// <summary>One header of a packet.</summary>
public abstract class PacketLayer
{
    /// <summary>Its protocol, by the name that Wireshark's column has.</summary>
    public abstract string Name { get; }
}

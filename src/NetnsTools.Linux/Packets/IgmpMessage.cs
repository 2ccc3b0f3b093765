namespace NetnsTools.Linux.Packets;

/// <summary>What an IGMP message says.</summary>
public enum IgmpMessage
{
    /// <summary>Another type.</summary>
    Unknown,
    /// <summary>Asks who is in a group, or in any.</summary>
    Query,
    /// <summary>Says which groups one is in.</summary>
    Report,
    /// <summary>Leaves a group.</summary>
    Leave,
}

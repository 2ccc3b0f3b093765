namespace NetnsTools.Linux.Packets;

/// <summary>What an ARP packet does (ARPOP_*). Any other number may occur.</summary>
public enum ArpOperation
{
    /// <summary>Asks who has an address.</summary>
    Request = 1,
    /// <summary>Says who has it.</summary>
    Reply = 2,
    /// <summary>Asks which address one has (RARP).</summary>
    ReverseRequest = 3,
    /// <summary>Says which (RARP).</summary>
    ReverseReply = 4,
}

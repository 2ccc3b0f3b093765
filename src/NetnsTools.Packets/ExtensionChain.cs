using System.Collections.Generic;
using NetnsTools.Linux.Packets;
using PacketDotNet;

namespace NetnsTools.Packets;

/// <summary>The extension headers of an IPv6 packet, one after the other.</summary>
internal sealed class ExtensionChain(IPProtocol first, PacketBytes body)
{
    private const int MinimumLength = 8; // bytes, and the unit of their lengths
    private const int AuthenticationUnit = 4; // bytes
    private const int MaximumHeaders = 16;
    private const int FragmentUnit = 8; // bytes
    private const int IdentificationOffset = 4; // ip6f_ident

    public List<Linux.Packets.IPv6ExtensionHeader> Headers { get; } = [];

    /// <summary>What comes behind the last one.</summary>
    public IPProtocol Protocol { get; private set; } = first;

    /// <summary>The bytes behind the last one.</summary>
    public PacketBytes Rest { get; private set; } = body;

    public bool MoreFragments { get; private set; }

    public int FragmentOffset { get; private set; }

    public long? Identification { get; private set; }

    /// <summary>Whether a checksum over what follows cannot be known: only a part is there, or it is for another destination.</summary>
    public bool ChangesPseudoHeader { get; private set; }

    /// <summary>Goes along the chain.</summary>
    /// <returns>Whether it leads to the beginning of what the packet carries.</returns>
    public bool Walk(Dissection packet)
    {
        while (IsExtension(Protocol))
        {
            if (Headers.Count == MaximumHeaders)
            {
                return packet.Stop(Rest, $"more than {MaximumHeaders} extension headers");
            }

            if (!packet.Has(Rest, MinimumLength, $"IPv6 {Protocol} header") || !packet.Has(Rest, Length(), $"IPv6 {Protocol} header"))
            {
                return false;
            }

            if (Pass() > 0)
            {
                return packet.Stop(Rest);
            }
        }

        return true;
    }

    private static bool IsExtension(IPProtocol protocol) => protocol is IPProtocol.HopByHop or IPProtocol.Routing
        or IPProtocol.Fragment or IPProtocol.Ah or IPProtocol.DestinationOptions or IPProtocol.Mobility;

    private int Length() => Protocol switch
    {
        IPProtocol.Fragment => MinimumLength,
        IPProtocol.Ah => (Rest.Span[1] + 2) * AuthenticationUnit, // RFC 4302
        _ => (Rest.Span[1] + 1) * MinimumLength,
    };

    // Gives the fragment's offset: behind a later fragment's header there are data.
    private int Pass()
    {
        int length = Length();
        Linux.Packets.IPv6ExtensionHeader header = new()
        {
            Header = Protocol,
            NextHeader = (IPProtocol)Rest.Span[0],
            Data = Rest.Span[..length].ToArray(),
        };
        if (Protocol == IPProtocol.Fragment)
        {
            IPv6FragmentationExtensionHeader fragment = new(ProtocolType.IPv6FragmentHeader, Rest.Header(length));
            MoreFragments = fragment.More;
            FragmentOffset = fragment.FragmentOffset * FragmentUnit;
            Identification = Rest.Number32(IdentificationOffset);
        }

        ChangesPseudoHeader |= Protocol == IPProtocol.Routing || MoreFragments;
        Headers.Add(header);
        Protocol = header.NextHeader;
        Rest = Rest.Skip(length);
        return FragmentOffset;
    }
}

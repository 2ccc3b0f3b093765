using NetnsTools.Linux.Packets;
using PacketDotNet;

namespace NetnsTools.Packets;

/// <summary>IGMP messages, as far as all versions share their form.</summary>
internal static class IgmpDecoder
{
    private const int Query = 0x11; // IGMP_HOST_MEMBERSHIP_QUERY
    private const int Report1 = 0x12; // IGMP_HOST_MEMBERSHIP_REPORT
    private const int Report2 = 0x16; // IGMPV2_HOST_MEMBERSHIP_REPORT
    private const int Leave = 0x17; // IGMP_HOST_LEAVE_MESSAGE
    private const int Report3 = 0x22; // IGMPV3_HOST_MEMBERSHIP_REPORT
    private const int Query3Length = 12;
    private const int GroupCount = 6; // ngrec

    public static void Decode(PacketBytes bytes, Dissection packet)
    {
        if (!packet.Has(bytes, IgmpLayer.MinimumLength, "IGMP message"))
        {
            return;
        }

        IgmpV2Packet header = new(bytes.Header(IgmpLayer.MinimumLength));
        int type = (int)header.Type;
        packet.Add(new IgmpLayer
        {
            Type = type,
            Message = type switch
            {
                Query => IgmpMessage.Query,
                Report1 or Report2 or Report3 => IgmpMessage.Report,
                Leave => IgmpMessage.Leave,
                _ => IgmpMessage.Unknown,
            },
            Version = type switch
            {
                Report3 => 3,
                Query when bytes.Length >= Query3Length => 3,
                Query when header.MaxResponseTime == 0 => 1,
                Report1 => 1,
                _ => 2,
            },
            MaximumResponseCode = header.MaxResponseTime,
            Group = type == Report3 ? null : header.GroupAddress,
            GroupCount = type == Report3 ? bytes.Number16(GroupCount) : null,
            Length = bytes.Length,
        });
        _ = packet.Stop(bytes.Skip(IgmpLayer.MinimumLength));
    }
}

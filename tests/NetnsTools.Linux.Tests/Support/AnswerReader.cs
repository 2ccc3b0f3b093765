using NetnsTools.Linux.Netlink;
using NetnsTools.Linux.Route;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Reads a message of rtnetlink with the readers that it may be for.</summary>
internal static class AnswerReader
{
    public static void Read(NetlinkMessage message)
    {
        switch (message.Type)
        {
            case NetlinkMessageType.Error:
                _ = NetlinkProtocol.ReadError(message);
                break;
            case NetlinkMessageType.Done:
                _ = NetlinkProtocol.ReadDone(message);
                break;
            default:
                _ = LinkDecoder.Decode(message);
                _ = AddressDecoder.Decode(message);
                _ = RouteDecoder.Decode(message);
                break;
        }
    }
}

using System;
using System.Runtime.InteropServices;

namespace NetnsTools.Linux.Netlink;

/// <summary>What acknowledgements say, and the exceptions for answers that break the protocol.</summary>
internal static class NetlinkProtocol
{
    // On an acknowledgement these bits mean something of their own.
    private const NetlinkFlags Capped = (NetlinkFlags)0x100; // NLM_F_CAPPED
    private const NetlinkFlags AckTlvs = (NetlinkFlags)0x200; // NLM_F_ACK_TLVS
    private const ushort ErrorMessageText = 1; // NLMSGERR_ATTR_MSG
    private const ushort ErrorAttributeOffset = 2; // NLMSGERR_ATTR_OFFS

    public static NetworkException Malformed(string what) =>
        new(FaultKind.Protocol, ObjectKind.Socket, $"The kernel's netlink answer is malformed: {what}.");

    /// <summary>Reads NLMSG_ERROR: an acknowledgement when the error is zero.</summary>
    public static NetlinkVerdict ReadError(NetlinkMessage message)
    {
        ReadOnlySpan<byte> payload = message.Payload;
        if (payload.Length < sizeof(int) + NetlinkLayout.HeaderLength)
        {
            throw Malformed($"an acknowledgement of {payload.Length} bytes");
        }

        int error = MemoryMarshal.Read<int>(payload); // nlmsgerr.error
        if (error is > 0 or int.MinValue)
        {
            throw Malformed($"an acknowledgement with the error {error}");
        }

        uint requestLength = MemoryMarshal.Read<uint>(payload[sizeof(int)..]); // nlmsgerr.msg.nlmsg_len
        if ((message.Flags & AckTlvs) == 0)
        {
            return NetlinkVerdict.From(error);
        }

        if (requestLength < NetlinkLayout.HeaderLength)
        {
            throw Malformed($"an acknowledgement that echoes {requestLength} bytes");
        }

        // The request comes back whole unless the kernel capped it to its header.
        long echoed = (message.Flags & Capped) != 0 ? NetlinkLayout.HeaderLength : requestLength;
        long start = sizeof(int) + NetlinkLayout.Align((int)Math.Min(echoed, int.MaxValue - 8));
        return start > payload.Length
            ? throw Malformed($"an acknowledgement that echoes {echoed} bytes in {payload.Length}")
            : ReadExtended(error, payload[(int)start..]);
    }

    /// <summary>Reads NLMSG_DONE: the dump's own error, zero for none.</summary>
    public static NetlinkVerdict ReadDone(NetlinkMessage message)
    {
        // Some families end a dump without the number.
        if (message.Payload.Length < sizeof(int))
        {
            return NetlinkVerdict.From(0);
        }

        int error = MemoryMarshal.Read<int>(message.Payload);
        return (message.Flags & AckTlvs) == 0
            ? NetlinkVerdict.From(error)
            : ReadExtended(error, message.Payload[sizeof(int)..]);
    }

    private static NetlinkVerdict ReadExtended(int error, ReadOnlySpan<byte> attributes)
    {
        string? text = null;
        int? offset = null;
        while (NetlinkAttribute.TryTake(ref attributes, out NetlinkAttribute attribute))
        {
            switch (attribute.Type)
            {
                case ErrorMessageText:
                    text = attribute.AsString();
                    break;
                case ErrorAttributeOffset:
                    offset = attribute.AsInt32();
                    break;
                default:
                    break;
            }
        }

        return NetlinkVerdict.From(error, text, offset);
    }
}

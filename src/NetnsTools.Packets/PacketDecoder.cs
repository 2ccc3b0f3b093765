using System;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Packets;

namespace NetnsTools.Packets;

/// <summary>Takes frames apart. Nothing that a frame can say makes it throw.</summary>
/// <remarks>
/// PacketDotNet reads the fields of each header, but never finds the next one: it throws, loops and reads beyond the end on
/// malformed input, and guesses at payloads by their ports. Lengths are checked here, before it gets a header.
/// </remarks>
public static class PacketDecoder
{
    /// <summary>Decodes one frame as far as it can be.</summary>
    /// <returns>Its headers and payload, and what is wrong with it.</returns>
    public static DecodedPacket Decode(CapturedFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        PacketBytes bytes = new(frame.Data, Math.Max(frame.OriginalLength, frame.Data.Length));
        Dissection packet = new(frame, bytes, isQuote: false);
        LinkDecoder.Decode(bytes, packet);
        return packet.Finish();
    }
}

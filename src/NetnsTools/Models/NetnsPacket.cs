using System;
using NetnsTools.Linux.Capture;

namespace NetnsTools;

/// <summary>One packet as it passed an interface, or as a file has it.</summary>
public sealed class NetnsPacket
{
    private const int NanosecondsPerTick = 100;

    internal NetnsPacket(CapturedFrame frame) => Frame = frame;

    /// <summary>When it passed, in local time, to 100 ns.</summary>
    public DateTimeOffset Timestamp =>
        new DateTimeOffset(DateTime.UnixEpoch.AddTicks(Frame.TimestampNanoseconds / NanosecondsPerTick)).ToLocalTime();

    /// <summary>The same in nanoseconds since 1970-01-01 UTC.</summary>
    public long TimestampNanoseconds => Frame.TimestampNanoseconds;

    /// <summary>Which way it passed the interface.</summary>
    public PacketDirection Direction => Frame.Direction;

    /// <summary>The interface; null where a file does not say.</summary>
    public string? Interface => Frame.Interface;

    /// <summary>The namespace's name; null for the current one, or where a file does not say.</summary>
    public string? Namespace => Frame.Namespace;

    /// <summary>Bytes on the wire, from the link-layer header on.</summary>
    public int Length => Frame.OriginalLength;

    /// <summary>The same. Every array has a <c>Length</c> of its own, so <c>$packets.Length</c> finds that instead.</summary>
    public int OriginalLength => Frame.OriginalLength;

    /// <summary>Bytes captured: fewer than <see cref="Length"/> where the snap length cut it.</summary>
    public int CapturedLength => Frame.Data.Length;

    /// <summary>The captured bytes, from the link-layer header on.</summary>
    public byte[] Data => Frame.Data;

    internal CapturedFrame Frame { get; }
}

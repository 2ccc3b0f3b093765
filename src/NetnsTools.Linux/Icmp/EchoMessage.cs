using System;
using System.Net;

namespace NetnsTools.Linux.Icmp;

/// <summary>What a received ICMP message says about one of our echoes.</summary>
/// <param name="Status">Success for a reply, else the error.</param>
/// <param name="Identifier">The echo's identifier.</param>
/// <param name="Sequence">The echo's sequence number, 16 bits.</param>
/// <param name="TimeToLive">Of the packet that brought it, where it is in the packet (IPv4).</param>
/// <param name="Size">ICMP bytes.</param>
/// <param name="Target">For an error: where the echo was going; null for a reply.</param>
/// <param name="Payload">For a reply: where its payload starts in the datagram.</param>
internal readonly record struct EchoMessage(
    EchoStatus Status, ushort Identifier, ushort Sequence, int? TimeToLive, int Size, IPAddress? Target, Range Payload);

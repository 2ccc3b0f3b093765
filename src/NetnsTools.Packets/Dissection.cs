using System.Collections.Generic;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Packets;

namespace NetnsTools.Packets;

/// <summary>What is known so far of a packet that is being taken apart.</summary>
internal sealed class Dissection(CapturedFrame frame, PacketBytes bytes, bool isQuote)
{
    // More are no network but an attack, on the stack of who recurses.
    private const int MaximumLayers = 16;

    private readonly List<PacketLayer> _layers = new(4);
    private readonly int _length = bytes.Length;
    private PacketBytes _rest = bytes;
    private string? _problem;
    private bool _isCut;

    public CapturedFrame Frame => frame;

    /// <summary>Whether it is the packet that an ICMP error is about.</summary>
    public bool IsQuote => isQuote;

    public int? SourcePort { get; set; }

    public int? DestinationPort { get; set; }

    /// <summary>Whether so many bytes are there; if not, that is the problem, and the end.</summary>
    public bool Has(PacketBytes bytes, int count, string header)
    {
        if (_layers.Count == MaximumLayers)
        {
            return Stop(bytes, $"more than {MaximumLayers} headers");
        }

        if (bytes.Captured >= count)
        {
            return true;
        }

        if (bytes.Length >= count)
        {
            _isCut |= _problem is null;
            return Stop(bytes, $"{header} cut by the {(isQuote ? "message that quotes it" : "snap length")}");
        }

        return Stop(bytes, $"{header} of {count} bytes: only {bytes.Length} are there");
    }

    public void Add(PacketLayer layer) => _layers.Add(layer);

    /// <summary>Keeps what is wrong where decoding can go on. The first problem counts.</summary>
    public void Note(string problem) => _problem ??= problem;

    /// <summary>Keeps that bytes are missing of something that is not needed to go on.</summary>
    public void Lack(PacketBytes bytes, string what)
    {
        _isCut |= _problem is null && !bytes.IsWhole;
        Note(bytes.IsWhole ? $"{what} too short" : $"{what} cut by the snap length");
    }

    /// <summary>Ends decoding: the rest is payload.</summary>
    /// <returns>False.</returns>
    public bool Stop(PacketBytes rest, string? problem = null)
    {
        _rest = rest;
        _problem ??= problem;
        return false;
    }

    public DecodedPacket Finish() => new()
    {
        Layers = _layers.ToArray(),
        LinkLayer = frame.LinkLayer,
        Length = _length,
        Payload = _rest.Memory,
        PayloadLength = _rest.Length,
        Problem = _problem,
        IsCut = _isCut,
        SourcePort = SourcePort,
        DestinationPort = DestinationPort,
    };
}

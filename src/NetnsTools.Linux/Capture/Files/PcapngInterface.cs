using System;
using System.Text;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>What a pcapng file says of an interface, and so of its packets.</summary>
/// <param name="LinkLayer">What its packets begin with.</param>
/// <param name="SnapLength">How many bytes of each packet were kept at most; 0 for all.</param>
/// <param name="Name">Its name; null where the file does not say.</param>
/// <param name="Namespace">Its namespace's name; null where the file does not say.</param>
/// <param name="Unit">What it counts time in.</param>
internal sealed record PcapngInterface(LinkLayer LinkLayer, uint SnapLength, string? Name, string? Namespace, TimestampUnit Unit)
{
    // More than the longest name of a namespace and what is written before it; kept as long as its section lasts.
    private const int MaximumTextLength = 512;

    /// <summary>Reads the body of an Interface Description Block.</summary>
    /// <exception cref="NetworkException">Its options do not fit.</exception>
    public static PcapngInterface Decode(FieldReader body, PcapngOptionReader options)
    {
        string? name = null;
        string? description = null;
        byte? resolution = null;
        long offset = 0;
        while (options.TryTake(out ushort code, out FieldReader value))
        {
            switch (code)
            {
                case PcapngOption.InterfaceName:
                    name = ReadText(value);
                    break;
                case PcapngOption.InterfaceDescription:
                    description = ReadText(value);
                    break;
                case PcapngOption.InterfaceResolution when value.Length > 0:
                    resolution = value.Bytes[0];
                    break;
                case PcapngOption.InterfaceOffset when value.Length >= sizeof(long):
                    offset = value.Int64(0);
                    break;
                default:
                    break;
            }
        }

        return new PcapngInterface(
            (LinkLayer)body.UInt16(0), // LinkType
            body.UInt32(4), // SnapLen
            name,
            NamespaceDescription.Parse(description),
            new TimestampUnit(resolution, offset));
    }

    private static string? ReadText(FieldReader value)
    {
        ReadOnlySpan<byte> text = value.Bytes[..Math.Min(value.Length, MaximumTextLength)].TrimEnd((byte)0);
        return text.IsEmpty ? null : Encoding.UTF8.GetString(text);
    }
}

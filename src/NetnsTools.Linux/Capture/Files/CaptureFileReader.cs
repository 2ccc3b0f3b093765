using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>Reads a capture file, packet by packet: pcapng or pcap of any machine, also one packed with gzip.</summary>
/// <remarks>However large the file is, no more than one packet of it is held.</remarks>
public sealed class CaptureFileReader : IDisposable
{
    private const int ShownLength = 8;

    private readonly CaptureInput _input;
    private readonly FrameDecoder _decoder;

    private CaptureFileReader(Stream stream, string? path)
    {
        _input = new CaptureInput(stream, path);
        _decoder = OpenDecoder(_input);
    }

    /// <summary>The format.</summary>
    public CaptureFileFormat Format => _decoder.Format;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; of a pipe or a device it is waited for what comes.</param>
    /// <param name="stop">Ends such waits, with an exception; null for none.</param>
    /// <exception cref="NetworkException">It cannot be opened, or is no capture file.</exception>
    public static CaptureFileReader Open(string path, StopSignal? stop = null)
    {
        FileStreamOptions file = new()
        {
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        try
        {
            return Open(LibC.IsPipeOrDevice(path) ? SpecialFileStream.OpenRead(path, stop) : new FileStream(path, file), path);
        }
        catch (Exception exception) when (CaptureFileFault.IsFileError(exception))
        {
            throw CaptureFileFault.Refused("open", path, exception);
        }
    }

    /// <summary>Reads from a stream, which is closed at the end.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="path">Its name for errors; null for none.</param>
    /// <exception cref="NetworkException">It is no capture file, or cannot be read.</exception>
    public static CaptureFileReader Open(Stream stream, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return new CaptureFileReader(stream, path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The packets from here on, each read when it is asked for.</summary>
    /// <exception cref="NetworkException">The file is damaged, or cannot be read; all packets before that have been given.</exception>
    public IEnumerable<CapturedFrame> Read()
    {
        while (_decoder.Next() is { } frame)
        {
            _input.PacketCount++;
            yield return frame;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _input.Dispose();

    private static FrameDecoder OpenDecoder(CaptureInput input)
    {
        if (IsPacked(input))
        {
            if (!input.CanUnpack)
            {
                throw CaptureFileFault.NoCapture(input.Path, "it is packed with gzip, and can only be unpacked from a file");
            }

            input.Unpack(static packed => new GZipStream(packed, CompressionMode.Decompress));
        }

        return PcapngDecoder.TryOpen(input) is { } pcapng ? pcapng : PcapDecoder.TryOpen(input) ?? throw NoCapture(input);
    }

    private static NetworkException NoCapture(CaptureInput input)
    {
        ReadOnlySpan<byte> beginning = input.Window[..Math.Min(ShownLength, input.Window.Length)];
        return CaptureFileFault.NoCapture(input.Path, beginning switch
        {
            [] => "it is empty",
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packed("zstd"),
            [0x04, 0x22, 0x4d, 0x18, ..] => Packed("lz4"),
            [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => Packed("xz"),
            [(byte)'B', (byte)'Z', (byte)'h', ..] => Packed("bzip2"),
            [(byte)'P', (byte)'K', 3, 4, ..] => Packed("zip"),
            _ => $"it begins with {BitConverter.ToString(beginning.ToArray())}",
        });
    }

    private static string Packed(string program) => $"it is packed with {program}; unpack it first";

    // ID1 and ID2 of RFC 1952.
    private static bool IsPacked(CaptureInput input) => input.TryFill(2) && input.Window is [0x1f, 0x8b, ..];
}

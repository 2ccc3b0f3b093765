using System;
using System.IO;
using System.IO.Compression;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>Writes a capture file, packet by packet. Not for several threads at once.</summary>
/// <remarks>What lies in the file ends with a whole packet at any time, so that it can be read while it is written.</remarks>
public sealed class CaptureFileWriter : IDisposable
{
    // What passed a network is nobody else's business; dumpcap does the same.
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CaptureOutput _output;
    private readonly FrameEncoder _encoder;

    private CaptureFileWriter(
        Stream stream, string? path, CaptureFileFormat format, CaptureFileOptions? options, string? consequence = null)
    {
        _output = new CaptureOutput(stream, path, consequence);
        CaptureFileOptions chosen = options ?? new CaptureFileOptions();
        _encoder = format == CaptureFileFormat.Pcap ? new PcapEncoder(_output, chosen) : new PcapngEncoder(_output, chosen);
        Format = format;
    }

    /// <summary>The format.</summary>
    public CaptureFileFormat Format { get; }

    /// <summary>How many packets were written.</summary>
    public long PacketCount { get; private set; }

    /// <summary>The format that a file's name asks for: pcap for <c>.pcap</c> and <c>.cap</c>, else pcapng; all of them also before <c>.gz</c>.</summary>
    public static CaptureFileFormat FormatOf(string path) => ExtensionOf(IsPacked(path) ? Path.GetFileNameWithoutExtension(path) : path) is ".PCAP" or ".CAP"
        ? CaptureFileFormat.Pcap
        : CaptureFileFormat.Pcapng;

    /// <summary>Makes a file, which only its owner may read, or overwrites one, which keeps its permissions. A name that ends in <c>.gz</c> has it packed with gzip.</summary>
    /// <param name="path">The file; with a pipe or a device it is waited for who reads it.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="options">What is said in it besides.</param>
    /// <param name="stop">Ends such waits, also those of writing, with an exception; null for none.</param>
    /// <exception cref="NetworkException">It cannot be opened, or exists and shall not be overwritten.</exception>
    public static CaptureFileWriter Open(string path, CaptureFileFormat format, CaptureFileOptions? options = null, StopSignal? stop = null) =>
        Open(path, path, format, options, null, stop);

    /// <summary>The same under another name for a while: errors speak of the one that the user knows, and of what they mean for it.</summary>
    internal static CaptureFileWriter Open(
        string path, string shownPath, CaptureFileFormat format, CaptureFileOptions? options, string? consequence, StopSignal? stop = null)
    {
        FileStreamOptions file = new()
        {
            Mode = options?.NoClobber == true ? FileMode.CreateNew : FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = Mode,
        };
        try
        {
            Stream stream = options?.NoClobber != true && LibC.IsPipeOrDevice(path)
                ? SpecialFileStream.OpenWrite(path, stop)
                : new FileStream(path, file);
            Stream packed = IsPacked(shownPath) ? new GZipStream(stream, CompressionLevel.Fastest) : stream;
            return new CaptureFileWriter(packed, shownPath, format, options, consequence);
        }
        catch (Exception exception) when (CaptureFileFault.IsFileError(exception))
        {
            throw CaptureFileFault.Refused("create", shownPath, exception);
        }
    }

    /// <summary>Writes to a stream, which is closed at the end.</summary>
    public static CaptureFileWriter Open(Stream stream, CaptureFileFormat format, CaptureFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new CaptureFileWriter(stream, null, format, options);
    }

    /// <summary>Adds a packet.</summary>
    /// <exception cref="NetworkException">The format has no place for such a packet, or the file cannot be written.</exception>
    public void Write(CapturedFrame frame)
    {
        _encoder.Write(frame);
        PacketCount++;
    }

    /// <summary>Adds what a capture has counted; a pcap file has no place for it, and stays as it is.</summary>
    /// <exception cref="NetworkException">The file cannot be written.</exception>
    public void WriteStatistics(CaptureFileStatistics statistics) => _encoder.Write(statistics);

    /// <summary>Gives all packets so far to the operating system: from then on others can read them.</summary>
    /// <exception cref="NetworkException">The file cannot be written.</exception>
    public void Flush()
    {
        _encoder.Begin();
        _output.Flush();
    }

    /// <summary>Writes what is left and closes the file.</summary>
    /// <exception cref="NetworkException">The file cannot be written, and that was not said before.</exception>
    public void Dispose()
    {
        if (!_output.IsClosed)
        {
            _encoder.Finish();
        }

        _output.Dispose();
    }

    private static bool IsPacked(string path) => ExtensionOf(path) == ".GZ";

    private static string ExtensionOf(string path) => Path.GetExtension(path).ToUpperInvariant();
}

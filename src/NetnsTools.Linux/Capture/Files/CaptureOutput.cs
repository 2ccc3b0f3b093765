using System;
using System.IO;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>Whole records on their way into a file. What lies in the file always ends with a whole one, also after a failure.</summary>
internal sealed class CaptureOutput : IDisposable
{
    private const int BufferLength = 256 * 1024;
    private const string BrokenOff = "What it took may end within a packet.";

    private readonly Stream _stream;
    private readonly string? _consequence;
    private byte[] _buffer = new byte[BufferLength];
    private int _used;
    private NetworkException? _failure;
    private bool _disposed;

    /// <param name="stream">Where to, without a buffer of its own; closed at the end.</param>
    /// <param name="path">The file's name for errors; null for none.</param>
    /// <param name="consequence">What a failure means, where it is not for the file itself to say; null to say what is in it.</param>
    public CaptureOutput(Stream stream, string? path, string? consequence)
    {
        _stream = stream;
        _consequence = consequence;
        Path = path;
    }

    public string? Path { get; }

    /// <summary>Whether it takes nothing more: it was closed, or the file has refused something.</summary>
    public bool IsClosed => _disposed || _failure is not null;

    /// <summary>Room for one record, which the caller fills at once, every byte of it.</summary>
    /// <exception cref="NetworkException">What was there before could not be written.</exception>
    public Span<byte> Append(int length)
    {
        if (length > _buffer.Length - _used)
        {
            Flush();
            if (length > _buffer.Length)
            {
                _buffer = new byte[length];
            }
        }

        Span<byte> record = _buffer.AsSpan(_used, length);
        _used += length;
        return record;
    }

    /// <summary>Gives what there is to the operating system.</summary>
    /// <exception cref="NetworkException">It did not take it, now or earlier.</exception>
    public void Flush()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failure is not null)
        {
            throw _failure;
        }

        long start = _stream.CanSeek ? _stream.Position : 0;
        try
        {
            _stream.Write(_buffer, 0, _used);
            _stream.Flush();
            _used = 0;
        }
        catch (Exception exception) when (CaptureFileFault.IsFileError(exception))
        {
            string left = TryCut(start)
                ? "What was written before is in it and can be read; its last packets are missing."
                : BrokenOff;
            _failure = CaptureFileFault.Refused("write to", Path, exception, _consequence ?? left);
            throw _failure;
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        try
        {
            // A failure has been told once.
            if (_failure is null)
            {
                Flush();
            }
        }
        finally
        {
            _disposed = true;
            Close();
        }
    }

    // What is packed has an end of its own to write.
    private void Close()
    {
        try
        {
            _stream.Dispose();
        }
        catch (Exception exception) when (CaptureFileFault.IsFileError(exception))
        {
            if (_failure is null)
            {
                throw CaptureFileFault.Refused("write to", Path, exception, _consequence ?? BrokenOff);
            }
        }
    }

    // A full disk takes a part of a record: that is taken back.
    private bool TryCut(long length)
    {
        try
        {
            if (_stream.CanSeek)
            {
                _stream.SetLength(length);
                return true;
            }
        }
        catch (Exception exception) when (CaptureFileFault.IsFileError(exception))
        {
            // The error told is the first one.
        }

        return false;
    }
}

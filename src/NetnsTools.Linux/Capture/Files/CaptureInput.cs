using System;
using System.IO;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>A capture file's bytes, a window at a time. What is asked for is there, or the end is: no length is believed before.</summary>
internal sealed class CaptureInput : IDisposable
{
    private const int StartLength = 64 * 1024;

    private Stream _stream;
    private byte[] _buffer = new byte[StartLength];
    private int _start;
    private int _end;
    private bool _disposed;

    /// <param name="stream">Where from; closed at the end.</param>
    /// <param name="path">The file's name for errors; null for none.</param>
    public CaptureInput(Stream stream, string? path)
    {
        _stream = stream;
        Path = path;
    }

    public string? Path { get; }

    /// <summary>Where the window begins, in bytes from the file's beginning, unpacked ones if it is packed.</summary>
    public long Position { get; private set; }

    /// <summary>Packets so far, for errors.</summary>
    public long PacketCount { get; set; }

    /// <summary>What is there already.</summary>
    public ReadOnlySpan<byte> Window => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Makes at least so many bytes be there; false where the file has fewer left.</summary>
    public bool TryFill(int count)
    {
        while (_end - _start < count)
        {
            if (_end == _buffer.Length)
            {
                MakeRoom();
            }

            int read = Read();
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }

    /// <summary>Moves the window on, over bytes that are there.</summary>
    public void Advance(int count)
    {
        _start += count;
        Position += count;
    }

    /// <summary>Moves the window on, over any number of bytes; false where the file ends before.</summary>
    public bool TrySkip(long count)
    {
        while (count > 0)
        {
            if (!TryFill(1))
            {
                return false;
            }

            int step = (int)Math.Min(count, Window.Length);
            Advance(step);
            count -= step;
        }

        return true;
    }

    /// <summary>Begins anew with what unpacks the file. Only before anything was taken, and where one can go back.</summary>
    public void Unpack(Func<Stream, Stream> unpacking)
    {
        _stream.Position = 0;
        _stream = unpacking(_stream);
        _start = _end = 0;
    }

    public bool CanUnpack => _stream.CanSeek;

    /// <summary>The file cannot be followed any further.</summary>
    public NetworkException Damaged(string reason, Exception? cause = null) =>
        CaptureFileFault.Damaged(Path, Position, reason, PacketCount, cause);

    public void Dispose()
    {
        _disposed = true;
        _stream.Dispose();
    }

    // The buffer only grows when it is full of what really came.
    private void MakeRoom()
    {
        if (_start > 0)
        {
            Window.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }

    private int Read()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            return _stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (InvalidDataException exception)
        {
            throw Damaged("it cannot be unpacked any further", exception);
        }
        catch (Exception exception) when (CaptureFileFault.IsFileError(exception))
        {
            throw CaptureFileFault.Refused("read", Path, exception, $"At byte {Position}: {CaptureFileFault.Before(PacketCount)}.");
        }
    }
}

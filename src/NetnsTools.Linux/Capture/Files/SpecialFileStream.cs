using System;
using System.IO;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>A pipe or a device as a stream, whose every wait for the other end can be ended: opening, reading and writing.</summary>
internal sealed class SpecialFileStream : Stream
{
    private const long StepNanoseconds = 20_000_000;

    private readonly FileDescriptor _file;
    private readonly StopSignal? _stop;
    private readonly bool _isWritten;

    private SpecialFileStream(FileDescriptor file, StopSignal? stop, bool isWritten)
    {
        _file = file;
        _stop = stop;
        _isWritten = isWritten;
    }

    /// <inheritdoc/>
    public override bool CanRead => !_isWritten;

    /// <inheritdoc/>
    public override bool CanWrite => _isWritten;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens one to read from: who writes to it may come later.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static SpecialFileStream OpenRead(string path, StopSignal? stop)
    {
        FileDescriptor file = LibC.Open(path, LibC.O_RDONLY | LibC.O_NONBLOCK, out Errno errno);
        return errno == Errno.None ? new SpecialFileStream(file, stop, isWritten: false) : throw Refused(file, errno);
    }

    /// <summary>Opens one to write to, when somebody reads from it.</summary>
    /// <exception cref="IOException">The kernel refused, or the wait was ended.</exception>
    public static SpecialFileStream OpenWrite(string path, StopSignal? stop)
    {
        while (true)
        {
            FileDescriptor file = LibC.Open(path, LibC.O_WRONLY | LibC.O_NONBLOCK, out Errno errno);
            if (errno == Errno.None)
            {
                return new SpecialFileStream(file, stop, isWritten: true);
            }

            // A pipe says so as long as nobody reads, and there is no event for it.
            if (errno != Errno.NoSuchAddress || !LibC.IsPipe(path))
            {
                throw Refused(file, errno);
            }

            file.Dispose();
            _ = LibC.WaitReadable(DescriptorOf(stop), -1, StepNanoseconds);
            ThrowIfStopped(stop);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (true)
        {
            // First: a pipe that nobody has opened yet would read as ended.
            _ = LibC.WaitReadable(Descriptor(), DescriptorOf(_stop), -1);
            ThrowIfStopped(_stop);
            int read = LibC.Read(_file, buffer.AsSpan(offset, count), out Errno errno);
            if (errno == Errno.None)
            {
                return read;
            }

            ThrowUnlessEarly(errno);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            _ = LibC.WaitWritable(Descriptor(), DescriptorOf(_stop), -1);
            ThrowIfStopped(_stop);
            int written = LibC.Write(_file, buffer.AsSpan(offset, count), out Errno errno);
            if (errno == Errno.None)
            {
                offset += written;
                count -= written;
                continue;
            }

            ThrowUnlessEarly(errno);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private static int DescriptorOf(StopSignal? stop) => stop?.Descriptor ?? -1;

    private static void ThrowIfStopped(StopSignal? stop)
    {
        if (stop?.IsRaised == true)
        {
            throw new IOException("nobody was at its other end, and the wait for that was ended");
        }
    }

    private static void ThrowUnlessEarly(Errno errno)
    {
        if (errno is not (Errno.TryAgain or Errno.Interrupted))
        {
            throw Refused(null, errno);
        }
    }

    // The errno is in HResult, as the runtime's own exceptions have it.
    private static IOException Refused(FileDescriptor? file, Errno errno)
    {
        file?.Dispose();
        return new IOException(ErrnoText.Describe(errno), (int)errno);
    }

    private int Descriptor()
    {
        ObjectDisposedException.ThrowIf(_file.IsClosed, this);
        return (int)_file.DangerousGetHandle();
    }
}

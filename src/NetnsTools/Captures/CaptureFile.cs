using System;
using System.Collections.Concurrent;
using System.IO;
using NetnsTools.Linux;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Files;

namespace NetnsTools.Captures;

/// <summary>A file that a capture writes to while it runs; others can read it meanwhile.</summary>
internal sealed class CaptureFile : IFrameSink
{
    private static readonly ConcurrentDictionary<string, bool> InUse = new(StringComparer.Ordinal);

    private readonly CaptureFileWriter _writer;
    private readonly StopSignal _stop;
    private readonly string _place;
    private readonly string? _namespace;
    private readonly string? _interface;
    private readonly long _startedAt = Now();

    private CaptureFile(string path, string place, string? @namespace, CaptureOptions options, bool noClobber, StopSignal stop)
    {
        _place = place;
        _stop = stop;
        _namespace = @namespace;
        _interface = options.InterfaceName;
        string filter = Linux.Capture.Filters.FilterText.Of(options.Filter);
        CaptureFileOptions fileOptions = new()
        {
            NoClobber = noClobber,
            SnapLength = options.SnapLength,
            Filter = filter.Length == 0 ? null : filter,
        };
        _writer = CaptureFileWriter.Open(path, CaptureFileWriter.FormatOf(path), fileOptions, stop);
    }

    /// <summary>Makes the file.</summary>
    /// <param name="path">Where; pcap or pcapng by its extension.</param>
    /// <param name="namespace">The namespace that is captured in.</param>
    /// <param name="options">The capture.</param>
    /// <param name="noClobber">Whether a file that exists is refused.</param>
    /// <param name="stop">Ends every wait for who reads a pipe; disposed with the file.</param>
    /// <exception cref="NetworkException">It cannot be made, or another capture writes to it.</exception>
    public static CaptureFile Open(string path, string? @namespace, CaptureOptions options, bool noClobber, StopSignal stop)
    {
        string place = Place(path);
        if (!InUse.TryAdd(place, true))
        {
            throw new NetworkException(
                FaultKind.Busy, ObjectKind.CaptureFile, $"Another capture writes to '{path}'. Give each capture a file of its own, or stop them and export them together.");
        }

        try
        {
            return new CaptureFile(path, place, @namespace, options, noClobber, stop);
        }
        catch
        {
            _ = InUse.TryRemove(place, out _);
            throw;
        }
    }

    /// <summary>Writes no more to who does not read: what waits for that ends, and the capture with it.</summary>
    public void Abandon() => _stop.Set();

    /// <inheritdoc/>
    public void Write(CapturedFrame frame) => _writer.Write(frame);

    /// <inheritdoc/>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Complete(CaptureStatistics statistics)
    {
        try
        {
            using (_writer)
            {
                _writer.WriteStatistics(new CaptureFileStatistics
                {
                    Interface = _interface,
                    Namespace = _namespace,
                    StartNanoseconds = _startedAt,
                    EndNanoseconds = Now(),
                    Received = statistics.Captured + statistics.Dropped,
                    Dropped = statistics.Dropped,
                });
            }
        }
        finally
        {
            _ = InUse.TryRemove(_place, out _);
            _stop.Dispose();
        }
    }

    // By whatever link.
    private static string Place(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Opening it says what is wrong.
            return path;
        }
    }

    private static long Now() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
}

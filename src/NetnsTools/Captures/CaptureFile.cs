using System;
using System.Collections.Concurrent;
using NetnsTools.Linux;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Files;

namespace NetnsTools.Captures;

/// <summary>A file that a capture writes to while it runs; others can read it meanwhile.</summary>
internal sealed class CaptureFile : IFrameSink
{
    private static readonly ConcurrentDictionary<string, bool> InUse = new(StringComparer.Ordinal);

    private readonly CaptureFileWriter _writer;
    private readonly string _path;
    private readonly string? _namespace;
    private readonly string? _interface;
    private readonly long _startedAt = Now();

    private CaptureFile(string path, string? @namespace, CaptureOptions options, bool noClobber)
    {
        _path = path;
        _namespace = @namespace;
        _interface = options.InterfaceName;
        string filter = Linux.Capture.Filters.FilterText.Of(options.Filter);
        _writer = CaptureFileWriter.Open(path, CaptureFileWriter.FormatOf(path), new CaptureFileOptions
        {
            NoClobber = noClobber,
            SnapLength = options.SnapLength,
            Filter = filter.Length == 0 ? null : filter,
        });
    }

    /// <summary>Makes the file.</summary>
    /// <param name="path">Where; pcap or pcapng by its extension.</param>
    /// <param name="namespace">The namespace that is captured in.</param>
    /// <param name="options">The capture.</param>
    /// <param name="noClobber">Whether a file that exists is refused.</param>
    /// <exception cref="NetworkException">It cannot be made, or another capture writes to it.</exception>
    public static CaptureFile Open(string path, string? @namespace, CaptureOptions options, bool noClobber)
    {
        if (!InUse.TryAdd(path, true))
        {
            throw new NetworkException(
                FaultKind.Busy, ObjectKind.CaptureFile, $"Another capture writes to '{path}'. Give each capture a file of its own, or stop them and export them together.");
        }

        try
        {
            return new CaptureFile(path, @namespace, options, noClobber);
        }
        catch
        {
            _ = InUse.TryRemove(path, out _);
            throw;
        }
    }

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
            _ = InUse.TryRemove(_path, out _);
        }
    }

    private static long Now() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
}

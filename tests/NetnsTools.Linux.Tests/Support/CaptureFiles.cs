using System.Collections.Generic;
using System.IO;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Files;

namespace NetnsTools.Linux.Tests.Support;

/// <summary>Capture files in memory.</summary>
internal static class CaptureFiles
{
    /// <summary>All packets of a good file.</summary>
    public static CapturedFrame[] Read(byte[] file)
    {
        using CaptureFileReader reader = CaptureFileReader.Open(new MemoryStream(file));
        return [.. reader.Read()];
    }

    /// <summary>The packets before the fault, and the fault; null where there is none.</summary>
    public static (IReadOnlyList<CapturedFrame> Frames, NetworkException? Fault) TryRead(byte[] file)
    {
        List<CapturedFrame> frames = [];
        try
        {
            using CaptureFileReader reader = CaptureFileReader.Open(new MemoryStream(file));
            foreach (CapturedFrame frame in reader.Read())
            {
                frames.Add(frame);
            }

            return (frames, null);
        }
        catch (NetworkException exception)
        {
            return (frames, exception);
        }
    }

    /// <summary>A file of these packets.</summary>
    public static byte[] Write(CaptureFileFormat format, IEnumerable<CapturedFrame> frames, CaptureFileOptions? options = null)
    {
        MemoryStream file = new();
        using (CaptureFileWriter writer = CaptureFileWriter.Open(file, format, options))
        {
            foreach (CapturedFrame frame in frames)
            {
                writer.Write(frame);
            }
        }

        return file.ToArray();
    }
}

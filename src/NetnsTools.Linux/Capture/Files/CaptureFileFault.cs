using System;
using System.IO;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>What can go wrong with capture files, in sentences.</summary>
internal static class CaptureFileFault
{
    private const int LargestErrno = 4095; // MAX_ERRNO

    /// <summary><c>capture file '/tmp/a.pcap'</c>, or <c>the capture file</c> where a stream has no name.</summary>
    public static string Name(string? path) => path is null ? "the capture file" : $"capture file '{path}'";

    /// <summary>Whether an exception is one of the file system, or of a path that it does not take.</summary>
    public static bool IsFileError(Exception exception) => exception is
        IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or InvalidDataException;

    /// <summary>The file system refused.</summary>
    /// <param name="operation">What was done, ready to follow "Cannot": <c>read</c>.</param>
    /// <param name="path">The file.</param>
    /// <param name="cause">What the file system said.</param>
    /// <param name="consequence">A sentence on what the file has now, if there is something to say.</param>
    public static NetworkException Refused(string operation, string? path, Exception cause, string? consequence = null)
    {
        (FaultKind fault, string reason) = cause switch
        {
            FileNotFoundException => (FaultKind.NotFound, "there is no such file"),
            DirectoryNotFoundException => (FaultKind.NotFound, "its folder does not exist"),
            UnauthorizedAccessException when Directory.Exists(path) => (FaultKind.InvalidInput, "it is a folder"),
            _ when cause is UnauthorizedAccessException || ErrnoOf(cause) is Errno.AccessDenied or Errno.PermissionDenied =>
                (FaultKind.PermissionDenied, "its permissions, or its folder's, forbid it"),
            PathTooLongException => (FaultKind.InvalidInput, "the path is too long"),
            ArgumentException or NotSupportedException => (FaultKind.InvalidInput, "that is no path of a file"),
            IOException when ErrnoOf(cause) == Errno.Exists => (FaultKind.AlreadyExists, "it exists already, and shall not be overwritten"),
            IOException when ErrnoOf(cause) is { } errno => (FaultKind.Failed, ErrnoText.Describe(errno)),
            _ => (FaultKind.Failed, cause.Message.TrimEnd('.')),
        };
        string sentence = $"Cannot {operation} {Name(path)}: {reason}.";
        return new NetworkException(
            fault, ObjectKind.CaptureFile, consequence is null ? sentence : $"{sentence} {consequence}", cause, path);
    }

    /// <summary>It is something else than a capture file.</summary>
    public static NetworkException NoCapture(string? path, string reason) =>
        new(FaultKind.InvalidInput, ObjectKind.CaptureFile, $"{Capitalized(Name(path))} is no capture file: {reason}.", null, path);

    /// <summary>What is asked of a file cannot be written into it.</summary>
    public static NetworkException NotWritable(string? path, string reason) =>
        new(FaultKind.InvalidInput, ObjectKind.CaptureFile, $"Cannot write to {Name(path)}: {reason}", null, path);

    /// <summary>A capture file that cannot be followed any further.</summary>
    public static NetworkException Damaged(string? path, long position, string reason, long packetCount, Exception? cause = null) =>
        new(
            FaultKind.Protocol,
            ObjectKind.CaptureFile,
            $"{Capitalized(Name(path))} is damaged at byte {position}: {reason}; {Before(packetCount)}.",
            cause,
            path);

    /// <summary><c>the 3 packets before it were read</c>.</summary>
    public static string Before(long packetCount) => packetCount switch
    {
        0 => "no packet was read",
        1 => "the packet before it was read",
        _ => $"the {packetCount} packets before it were read",
    };

    private static string Capitalized(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    // The runtime passes on the errno of what it has no exception for.
    private static Errno? ErrnoOf(Exception exception) =>
        exception.HResult is > 0 and <= LargestErrno ? (Errno)exception.HResult : null;
}

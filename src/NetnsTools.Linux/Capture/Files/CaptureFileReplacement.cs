using System;
using System.IO;
using NetnsTools.Linux.Interop;

namespace NetnsTools.Linux.Capture.Files;

/// <summary>A capture file that appears when it is whole: until then a file that was there stays as it is.</summary>
/// <remarks>It is written beside its place, under a hidden name. A device or a pipe is written at once.</remarks>
public sealed class CaptureFileReplacement : IDisposable
{
    private readonly CaptureFileWriter _writer;
    private readonly string _path;
    private readonly string _target;
    private readonly bool _noClobber;
    private string? _temporary;

    private CaptureFileReplacement(CaptureFileWriter writer, string path, string target, string? temporary, bool noClobber)
    {
        _writer = writer;
        _path = path;
        _target = target;
        _temporary = temporary;
        _noClobber = noClobber;
    }

    /// <summary>Begins a file. Where one is there already, the new one gets its owner and permissions.</summary>
    /// <param name="path">The file; with a pipe or a device it is waited for who reads it.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="options">What is said in it besides.</param>
    /// <param name="stop">Ends such waits, with an exception; null for none.</param>
    /// <exception cref="NetworkException">It cannot be made, or exists and shall not be overwritten.</exception>
    public static CaptureFileReplacement Open(string path, CaptureFileFormat format, CaptureFileOptions? options = null, StopSignal? stop = null)
    {
        bool noClobber = options?.NoClobber == true;
        try
        {
            // First: the kernel's link to a pipe leads nowhere by name.
            if (LibC.IsSpecialFile(path))
            {
                return new CaptureFileReplacement(CaptureFileWriter.Open(path, format, options, stop), path, path, null, noClobber);
            }

            // What a link leads to is replaced, not the link.
            string target = new FileInfo(path).LinkTarget is null
                ? Path.GetFullPath(path)
                : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
            bool exists = File.Exists(target);
            if (noClobber && exists)
            {
                return new CaptureFileReplacement(CaptureFileWriter.Open(path, format, options), path, target, null, noClobber);
            }

            if (exists)
            {
                CheckWritable(target);
            }

            string temporary = Path.Combine(Path.GetDirectoryName(target)!, $".netnstools-{Path.GetRandomFileName()}");
            CaptureFileWriter writer = CaptureFileWriter.Open(
                temporary,
                path,
                format,
                (options ?? new CaptureFileOptions()) with { NoClobber = true },
                "No file was made, and one that was there is as it was.");
            CaptureFileReplacement replacement = new(writer, path, target, temporary, noClobber);
            try
            {
                if (exists)
                {
                    TakeOver(target, temporary);
                }

                return replacement;
            }
            catch
            {
                replacement.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (CaptureFileFault.IsFileError(exception))
        {
            throw CaptureFileFault.Refused("create", path, exception);
        }
    }

    /// <summary>Adds a packet.</summary>
    /// <exception cref="NetworkException">The format has no place for such a packet, or the file cannot be written.</exception>
    public void Write(CapturedFrame frame) => _writer.Write(frame);

    /// <summary>Writes what is left and puts the file in its place.</summary>
    /// <exception cref="NetworkException">One of both failed; what was in that place still is.</exception>
    public void Complete()
    {
        _writer.Dispose();
        if (_temporary is null)
        {
            return;
        }

        try
        {
            File.Move(_temporary, _target, overwrite: !_noClobber);
            _temporary = null;
        }
        catch (Exception exception) when (CaptureFileFault.IsFileError(exception))
        {
            throw CaptureFileFault.Refused("create", _path, exception);
        }
    }

    /// <summary>Takes back what was not completed.</summary>
    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (NetworkException) when (_temporary is not null)
        {
            // What does not fit is not wanted any more.
        }
        finally
        {
            if (_temporary is not null)
            {
                File.Delete(_temporary);
                _temporary = null;
            }
        }
    }

    // Another's file stays theirs, as far as the caller may say so.
    private static void TakeOver(string from, string to)
    {
        LibC.CopyOwner(from, to);
        File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    // Renaming asks for the folder's permissions only.
    private static void CheckWritable(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0);
    }
}

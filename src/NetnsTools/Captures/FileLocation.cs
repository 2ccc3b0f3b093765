using System;
using System.Management.Automation;
using NetnsTools.Linux;

namespace NetnsTools.Captures;

/// <summary>PowerShell's paths as the file system's.</summary>
internal static class FileLocation
{
    private const string FileSystem = "FileSystem"; // Microsoft.PowerShell.Commands.FileSystemProvider.ProviderName

    /// <summary>Where a file is to be, whether it exists or not.</summary>
    /// <exception cref="NetworkException">It is no path of the file system.</exception>
    public static string Resolve(PathIntrinsics paths, string path)
    {
        try
        {
            string resolved = paths.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == FileSystem
                ? resolved
                : throw new NetworkException(
                    FaultKind.InvalidInput, ObjectKind.CaptureFile, $"'{path}' is no path of the file system, but one of {provider.Name}.");
        }
        catch (Exception exception) when (exception is ProviderNotFoundException or DriveNotFoundException or PSInvalidOperationException or PSArgumentException)
        {
            throw new NetworkException(FaultKind.InvalidInput, ObjectKind.CaptureFile, $"'{path}' is no path of a file: {exception.Message}", exception);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Management.Automation;
using NetnsTools.Linux;

namespace NetnsTools.Captures;

/// <summary>PowerShell paths of capture files, on drives and with wildcards, to those of the system.</summary>
internal static class CapturePath
{
    private const string FileSystem = "FileSystem";

    /// <summary>One file, which need not be there; wildcards mean themselves.</summary>
    /// <exception cref="NetworkException">There is no such drive, or it is not one of files.</exception>
    public static string ResolveFile(PSCmdlet cmdlet, string path)
    {
        try
        {
            string resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return Checked(resolved, provider, path);
        }
        catch (Exception exception) when (exception is SessionStateException or PSArgumentException)
        {
            throw Refused(path, exception);
        }
    }

    /// <summary>The files that a path with wildcards means: none where nothing matches, and the one it names where it has no wildcards.</summary>
    /// <exception cref="NetworkException">There is no such drive, or it is not one of files.</exception>
    public static IReadOnlyList<string> ResolveFiles(PSCmdlet cmdlet, string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            // As tab completion writes what is no pattern.
            return [ResolveFile(cmdlet, WildcardPattern.Unescape(path))];
        }

        try
        {
            List<string> files = [];
            foreach (string resolved in cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider))
            {
                files.Add(Checked(resolved, provider, path));
            }

            return files;
        }
        catch (ItemNotFoundException)
        {
            // The folder is not there, so nothing matches in it.
            return [];
        }
        catch (Exception exception) when (exception is SessionStateException or PSArgumentException)
        {
            throw Refused(path, exception);
        }
    }

    private static string Checked(string resolved, ProviderInfo provider, string path) => provider.Name == FileSystem
        ? resolved
        : throw new NetworkException(
            FaultKind.InvalidInput, ObjectKind.CaptureFile, $"'{path}' is no path of a file, but of {provider.Name}. Give a file.", null, path);

    private static NetworkException Refused(string path, Exception exception) =>
        new(FaultKind.NotFound, ObjectKind.CaptureFile, $"'{path}' is no path of a file: {exception.Message}", exception, path);
}

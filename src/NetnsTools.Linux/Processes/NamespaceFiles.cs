using System;
using System.Collections.Generic;
using System.IO;

namespace NetnsTools.Linux;

/// <summary>A namespace's own files: what lies in <c>/etc/netns/NAME</c> takes the place of its namesake in <c>/etc</c>.</summary>
internal static class NamespaceFiles
{
    private const string Directory = "/etc/netns"; // NETNS_ETC_DIR
    private const string Covered = "/etc";

    /// <summary>What is laid over what; nothing for a namespace without a name or without files.</summary>
    public static IReadOnlyList<(string Source, string Target)> Of(NamespaceHandle handle)
    {
        if (handle.Name is not { } name)
        {
            return [];
        }

        string own = $"{Directory}/{name}";
        if (!System.IO.Directory.Exists(own))
        {
            return [];
        }

        List<(string Source, string Target)> binds = [];
        try
        {
            foreach (string source in System.IO.Directory.EnumerateFileSystemEntries(own))
            {
                binds.Add((source, $"{Covered}/{Path.GetFileName(source)}"));
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Taken away since.
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new NetworkException(
                FaultKind.PermissionDenied, ObjectKind.Namespace, $"The files of namespace '{name}' in '{own}' cannot be listed.", exception, name);
        }

        return binds;
    }
}

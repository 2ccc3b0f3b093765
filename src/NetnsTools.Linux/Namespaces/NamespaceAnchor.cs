using System;

namespace NetnsTools.Linux;

/// <summary>What a namespace was opened by, for those who hold it open and must not outlive that: an open socket alone keeps a namespace.</summary>
/// <param name="Path">The file; null for the current namespace, which stays.</param>
/// <param name="Identity">What it was.</param>
internal sealed record NamespaceAnchor(string? Path, NamespaceIdentity Identity)
{
    private const string ProcessFolder = "/proc/";

    /// <summary>Whether the file still is that namespace.</summary>
    public bool Holds()
    {
        if (Path is null)
        {
            return true;
        }

        try
        {
            using NamespaceHandle handle = NamespaceHandle.Open(Path, Path);
            return handle.Identity == Identity;
        }
        catch (NetworkException exception)
        {
            // Out of descriptors, say, tells nothing.
            return exception.Fault is not (FaultKind.NotFound or FaultKind.Stale or FaultKind.InvalidInput);
        }
    }

    /// <summary>What must have happened, once it holds no longer.</summary>
    public string DescribeLoss() => Path?.StartsWith(ProcessFolder, StringComparison.Ordinal) == true
        ? "the process has ended, or left the namespace"
        : "the namespace was removed";
}

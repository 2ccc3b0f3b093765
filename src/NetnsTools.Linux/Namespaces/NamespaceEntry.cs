namespace NetnsTools.Linux;

/// <summary>A name under the run directory and what is behind it.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Path">The file.</param>
/// <param name="State">Whether a namespace is mounted on it.</param>
/// <param name="Identity">What it is; null unless <see cref="NamespaceState.Live"/>.</param>
public sealed record NamespaceEntry(string Name, string Path, NamespaceState State, NamespaceIdentity? Identity);

/// <summary>What a file under the run directory is.</summary>
public enum NamespaceState
{
    /// <summary>A namespace is mounted on it.</summary>
    Live,
    /// <summary>An ordinary file: left behind, or made by something else.</summary>
    Stale,
    /// <summary>It may not be opened.</summary>
    Unreadable,
}

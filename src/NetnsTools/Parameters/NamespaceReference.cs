using System;
using System.Globalization;
using System.Management.Automation;
using NetnsTools.Linux;

namespace NetnsTools.Parameters;

/// <summary>Which namespace is meant: a name, a <see cref="NetNamespace"/>, <c>pid:1234</c>, or a path such as <c>/proc/1/ns/net</c>.</summary>
/// <remarks>Making one never fails: a bad one is refused, with an error record, when it is used.</remarks>
public sealed class NamespaceReference
{
    private const string ProcessPrefix = "pid:";

    private readonly string[] _paths = [];

    /// <summary>By name, <c>pid:1234</c> or path.</summary>
    public NamespaceReference(string name) => Text = name;

    /// <summary>By object: the same namespace, or an error should another have taken the name. Without a name, by where it is.</summary>
    public NamespaceReference(NetNamespace value)
    {
        Text = value?.ToString() ?? string.Empty;
        Identity = value?.Identity;
        _paths = value is { Name: null } ? value.Paths : [];
    }

    internal NamespaceReference(string text, NamespaceIdentity identity)
    {
        Text = text;
        Identity = identity;
    }

    /// <summary>The name as given.</summary>
    public string Text { get; }

    /// <summary>What is expected under the name; null for whatever is there.</summary>
    public NamespaceIdentity? Identity { get; }

    internal bool HasWildcard => Identity is null && !IsPath && WildcardPattern.ContainsWildcardCharacters(Text);

    private bool IsPath => Text.Contains('/', StringComparison.Ordinal);

    /// <summary>The name as given.</summary>
    public override string ToString() => Text;

    /// <summary>Opens it.</summary>
    /// <exception cref="NetworkException">There is none, it is stale, or another namespace has the name now.</exception>
    internal NamespaceHandle Open(NamespaceStore store)
    {
        foreach (string path in _paths)
        {
            // Processes end: any of them that is still inside will do.
            if (TryOpen(path) is { } found)
            {
                return found;
            }
        }

        NamespaceHandle handle = OpenAny(store);
        try
        {
            if (Identity is { } expected)
            {
                handle.EnsureIs(expected);
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private NamespaceHandle? TryOpen(string path)
    {
        try
        {
            NamespaceHandle handle = NamespaceHandle.OpenPath(path);
            if (handle.Identity == Identity)
            {
                return handle;
            }

            handle.Dispose();
        }
        catch (NetworkException)
        {
            // The last one tried says why.
        }

        return null;
    }

    private NamespaceHandle OpenAny(NamespaceStore store)
    {
        if (Text.StartsWith(ProcessPrefix, StringComparison.Ordinal)
            && int.TryParse(Text.AsSpan(ProcessPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int processId))
        {
            return NamespaceHandle.OpenProcess(processId);
        }

        // "a/b" is a mistyped name rather than a path of the working directory.
        return Text.StartsWith('/') ? NamespaceHandle.OpenPath(Text) : store.Open(Text);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace NetnsTools.Linux;

/// <summary>
/// All network namespaces of the machine that can be seen from here: named, mounted elsewhere, or kept by processes alone.
/// </summary>
/// <remarks>It holds them open until it is disposed, so that no number in it can come to mean another namespace.</remarks>
public sealed class NamespaceSurvey : IDisposable
{
    private readonly Dictionary<NamespaceNode, SurveyedNamespace> _found = [];

    private NamespaceSurvey()
    {
    }

    /// <summary>Named ones first, in ordinal order, then the others by inode.</summary>
    public IReadOnlyList<SurveyedNamespace> Namespaces { get; private set; } = [];

    /// <summary>Looks for them. What goes away meanwhile, or may not be looked at, is left out.</summary>
    /// <param name="store">Where the names are.</param>
    public static NamespaceSurvey Take(NamespaceStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        NamespaceSurvey survey = new();
        try
        {
            survey.AddNames(store);
            survey.AddMounts(store);
            survey.AddProcesses();
            survey.Add(NamespaceHandle.OpenCurrent()).IsCurrent = true;
            survey.Namespaces =
            [
                .. survey._found.Values.Where(static found => found.Names.Count > 0)
                    .OrderBy(static found => found.Names[0], StringComparer.Ordinal),
                .. survey._found.Values.Where(static found => found.Names.Count == 0 && found.IsKept).OrderBy(static found => found.Identity.Inode),
            ];
            return survey;
        }
        catch
        {
            survey.Dispose();
            throw;
        }
    }

    /// <summary>What was found out about a namespace; null where it was not seen.</summary>
    public SurveyedNamespace? Find(NamespaceIdentity identity) =>
        _found.TryGetValue(NamespaceNode.Of(identity), out SurveyedNamespace? found) && found.Identity == identity ? found : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SurveyedNamespace found in _found.Values)
        {
            found.Handle.Dispose();
        }

        _found.Clear();
    }

    private void AddNames(NamespaceStore store)
    {
        foreach (NamespaceEntry entry in store.List().Where(static entry => entry.State == NamespaceState.Live))
        {
            if (TryOpen(() => store.Open(entry.Name)) is { } handle)
            {
                Add(handle).AddName(entry.Name);
            }
        }
    }

    private void AddMounts(NamespaceStore store)
    {
        foreach ((string path, ulong inode) in MountedNamespaces.List())
        {
            if (path.StartsWith($"{store.Directory}/", StringComparison.Ordinal))
            {
                continue;
            }

            NamespaceHandle? handle = TryOpen(() => NamespaceHandle.OpenPath(path));
            if (handle?.Identity.Inode == inode)
            {
                Add(handle).AddMountPath(path);
            }
            else
            {
                // Something else is mounted over it: this path does not lead there.
                handle?.Dispose();
            }
        }
    }

    private void AddProcesses()
    {
        foreach (int id in ProcessPlaces.ProcessIds().Order())
        {
            foreach (ProcessPlace place in ProcessPlaces.Of(id))
            {
                if (!_found.TryGetValue(place.Node, out SurveyedNamespace? found))
                {
                    NamespaceHandle? handle = TryOpen(() => NamespaceHandle.OpenPath(place.Path));
                    if (handle is null)
                    {
                        continue;
                    }

                    found = Add(handle);
                    if (NamespaceNode.Of(found.Identity) != place.Node)
                    {
                        // The thread has moved on since; the next look at it belongs to the next survey.
                        continue;
                    }
                }

                found.AddProcess(id);
            }
        }
    }

    private SurveyedNamespace Add(NamespaceHandle handle)
    {
        NamespaceNode node = NamespaceNode.Of(handle.Identity);
        if (_found.TryGetValue(node, out SurveyedNamespace? known))
        {
            handle.Dispose();
            return known;
        }

        SurveyedNamespace found = new(handle);
        _found.Add(node, found);
        return found;
    }

    private static NamespaceHandle? TryOpen(Func<NamespaceHandle> open)
    {
        try
        {
            return open();
        }
        catch (NetworkException)
        {
            return null;
        }
    }
}

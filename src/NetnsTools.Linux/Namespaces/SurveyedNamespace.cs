using System.Collections.Generic;

namespace NetnsTools.Linux;

/// <summary>A network namespace of the machine, and all that is known to keep it alive.</summary>
public sealed class SurveyedNamespace
{
    private readonly List<string> _names = [];
    private readonly List<string> _mountPaths = [];
    private readonly List<int> _processIds = [];

    internal SurveyedNamespace(NamespaceHandle handle) => Handle = handle;

    /// <summary>The namespace itself, open until the survey is disposed.</summary>
    public NamespaceHandle Handle { get; }

    /// <summary>What it is.</summary>
    public NamespaceIdentity Identity => Handle.Identity;

    /// <summary>Its names under the run directory, in ordinal order; none for an anonymous one.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Where else it is mounted, as container engines do.</summary>
    public IReadOnlyList<string> MountPaths => _mountPaths;

    /// <summary>The processes of which any thread is inside, by number.</summary>
    public IReadOnlyList<int> ProcessIds => _processIds;

    /// <summary>Whether it is the one that this process is in.</summary>
    public bool IsCurrent { get; internal set; }

    internal bool IsKept => IsCurrent || _names.Count + _mountPaths.Count + _processIds.Count > 0;

    internal void AddName(string name) => _names.Add(name);

    internal void AddMountPath(string path) => _mountPaths.Add(path);

    internal void AddProcess(int id) => _processIds.Add(id);
}

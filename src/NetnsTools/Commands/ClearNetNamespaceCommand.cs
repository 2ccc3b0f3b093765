using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Linux;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Removes network namespaces that this module made in processes that are gone: what a crash left behind.</para>
/// <para type="description">
/// Each namespace is recorded with the process that made it. One that ip netns or another program made, or that a living
/// process made, is never touched, whatever its name; one with processes inside only with -Force, which ends them first.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.Clear, "NetNamespace", SupportsShouldProcess = true)]
public sealed class ClearNetNamespaceCommand : NamespaceRemovalCommand
{
    /// <summary>Only those with such names; wildcard patterns. Case matters.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WildcardPattern[] patterns = [.. Name.Select(static name => new WildcardPattern(name, WildcardOptions.None))];
        AbandonedNamespace[] found =
        [
            .. (Attempt(null, () => AbandonedNamespaces.Find(Store)) ?? [])
                .Where(one => patterns.Any(pattern => pattern.IsMatch(one.Name))),
        ];
        foreach (string name in Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !found.Any(one => one.Name == name)))
        {
            _ = Attempt(name, () => RefuseUnlessThere(name));
        }

        // Who cannot be told inhabited ones from others removes none.
        if ((Force ? [] : Attempt(null, () => Inside(found))) is not { } inside)
        {
            return;
        }

        for (int index = 0; index < found.Length; index++)
        {
            AbandonedNamespace one = found[index];
            if (!Force && inside[index] is [{ } first, ..] processes)
            {
                WriteWarning(
                    $"Namespace '{one.Name}' is left alone: its maker (process {one.MakerId}) is gone, but {Describe(processes)} inside. "
                    + $"Clear-NetNamespace -Force ends what is inside and removes it; Get-NetnsProcess pid:{first.Id} shows it.");
            }
            else if (one.Identity is not null || Store.Find(one.Name) is { State: NamespaceState.Stale })
            {
                Remove(one.Name, one.Identity, one.Name, $"namespace '{one.Name}', whose maker (process {one.MakerId}) is gone");
            }
        }
    }

    // One that lives, or that others made, is left alone, which is no error.
    private void RefuseUnlessThere(string name)
    {
        if (!Store.Contains(name))
        {
            throw Store.Missing(name);
        }
    }

    // Who lives in each; what was removed since is the removal's to say.
    private IReadOnlyList<ProcessEntry>[] Inside(AbandonedNamespace[] found)
    {
        List<NamespaceHandle?> handles = [];
        try
        {
            foreach (AbandonedNamespace one in found)
            {
                NamespaceState state = Store.Describe(one.Name, out NamespaceHandle? handle).State;
                // Says why, rather than that nobody is inside.
                handles.Add(state == NamespaceState.Unreadable ? Store.Open(one.Name) : handle);
            }

            Queue<IReadOnlyList<ProcessEntry>> inside = new(ProcessTable.Inside([.. handles.OfType<NamespaceHandle>()]));
            return [.. handles.Select(handle => handle is null ? [] : inside.Dequeue())];
        }
        finally
        {
            handles.ForEach(static handle => handle?.Dispose());
        }
    }
}

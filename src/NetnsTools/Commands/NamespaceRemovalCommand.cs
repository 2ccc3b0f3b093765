using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Linux;
using Finder = System.Func<System.Collections.Generic.IReadOnlyList<NetnsTools.Linux.ProcessEntry>>;

namespace NetnsTools.Commands;

/// <summary>What the cmdlets that remove namespaces have in common: all together at the end, and with -Force the processes inside first.</summary>
public abstract class NamespaceRemovalCommand : NetnsCmdlet
{
    private const int MostNamed = 5;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly List<Candidate> _candidates = [];
    private NamespaceRemover? _remover;

    /// <summary>Ends the processes inside first: SIGTERM, and SIGKILL after two seconds.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private NamespaceRemover Remover => _remover ??= new NamespaceRemover(Store);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _ = Attempt(null, RemoveCandidates);
        if (_remover is not null)
        {
            _ = Attempt(null, Complete);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _candidates.ForEach(static candidate => candidate.Handle.Dispose());
            _candidates.Clear();
            // After Ctrl+C too: what was removed is removed wholly.
            _remover?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Removes a namespace now, or with -Force at the end.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expected">What must be behind the name; null for whatever is there.</param>
    /// <param name="target">The user's own object.</param>
    /// <param name="description">What the user is asked about; null for the name.</param>
    private protected void Remove(string name, NamespaceIdentity? expected, object target, string? description = null)
    {
        if (!Attempt(target, () => NamespaceName.Validate(name)))
        {
            return;
        }

        // Only in a living namespace can there be processes; opening one that cannot be opened says why.
        if (Force && Store.Find(name) is { State: not NamespaceState.Stale })
        {
            _ = Attempt(target, () => _candidates.Add(new Candidate(name, target, Open(name, expected))));
        }
        else if (ShouldProcess(description ?? $"namespace '{name}'", "Remove"))
        {
            WriteVerbose($"remove namespace '{name}'.");
            _ = Attempt(target, () => Remover.Remove(name, expected));
        }
    }

    private NamespaceHandle Open(string name, NamespaceIdentity? expected)
    {
        NamespaceHandle handle = Store.Open(name);
        try
        {
            if (expected is { } identity)
            {
                handle.EnsureIs(identity);
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    // All at once: one look at every process, and one time of grace, whatever the number of namespaces.
    private void RemoveCandidates()
    {
        IReadOnlyList<IReadOnlyList<ProcessEntry>> inside = ProcessTable.Inside(HandlesOf(_candidates));
        Candidate[] confirmed = [.. _candidates.Where((candidate, index) => Confirm(candidate, inside[index]))];
        if (confirmed.Length == 0)
        {
            return;
        }

        IReadOnlyList<NetworkException?> failures = ProcessEnder.End(
            () => [.. ProcessTable.Inside(HandlesOf(confirmed)).SelectMany(static processes => processes)],
            [.. confirmed.Select(static candidate => ((Finder)candidate.Find, $"the processes in namespace '{candidate.Name}'"))],
            Grace,
            StopSignal);
        for (int index = 0; index < confirmed.Length && !StopSignal.IsRaised; index++)
        {
            if (failures[index] is { } failure)
            {
                Report(failure, confirmed[index].Target);
                continue;
            }

            (string name, object target, NamespaceHandle handle) = confirmed[index];
            WriteVerbose($"remove namespace '{name}'.");
            _ = Attempt(target, () => Remover.Remove(name, handle.Identity));
        }
    }

    private static NamespaceHandle[] HandlesOf(IEnumerable<Candidate> candidates) => [.. candidates.Select(static candidate => candidate.Handle)];

    private bool Confirm(Candidate candidate, IReadOnlyList<ProcessEntry> inside)
    {
        string place = $"namespace '{candidate.Name}'";
        string? problem = inside.Any(static process => process.Id == Environment.ProcessId)
            ? $"This PowerShell (process {Environment.ProcessId}) itself lives in {place}, and cannot end itself."
            : NamespaceRemover.IsSystem(candidate.Handle)
            ? $"The whole system lives in {place}, and is not ended."
            : null;
        if (problem is not null)
        {
            Report(
                new NetworkException(FaultKind.Busy, ObjectKind.Namespace, $"{problem} Remove-NetNamespace without -Force takes only the name away."),
                candidate.Target);
            return false;
        }

        return ShouldProcess(place, inside.Count == 0 ? "Remove" : $"End {string.Join(", ", inside)}, and remove");
    }

    /// <summary>Who they are, with the verb behind: <c>sleep (123) is</c>.</summary>
    private protected static string Describe(IReadOnlyList<ProcessEntry> processes)
    {
        string named = string.Join(", ", processes.Take(MostNamed));
        return processes.Count > MostNamed
            ? $"{named} and {processes.Count - MostNamed} more are"
            : $"{named} {(processes.Count == 1 ? "is" : "are")}";
    }

    private void Complete()
    {
        IReadOnlyList<(string Name, IReadOnlyList<ProcessEntry> Processes)> inhabited = Remover.Complete(out NetworkException? refusal);
        if (refusal is not null)
        {
            // They are removed: that is no error.
            WriteWarning(
                $"The namespaces are removed, but a link that leads out of one may keep its name until the kernel has taken it apart. {refusal.Message}");
        }

        foreach ((string name, IReadOnlyList<ProcessEntry> processes) in inhabited)
        {
            WriteWarning(
                $"Namespace '{name}' has no name any more, and no links to others, but lives on: {Describe(processes)} inside. To end {(processes.Count == 1 ? "it" : "them")}: "
                + $"Get-NetnsProcess pid:{processes[0].Id} | Stop-NetnsProcess. Next time Remove-NetNamespace -Force does.");
        }
    }

    /// <summary>A namespace to be removed together with the processes inside.</summary>
    private sealed record Candidate(string Name, object Target, NamespaceHandle Handle)
    {
        public IReadOnlyList<ProcessEntry> Find() => ProcessTable.Inside(Handle);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Linux;
using Finder = System.Func<System.Collections.Generic.IReadOnlyList<NetnsTools.Linux.ProcessEntry>>;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Removes network namespaces.</para>
/// <para type="description">
/// When it returns, the names of the namespaces and of their links can be used again. A process inside keeps a namespace
/// alive without its name, which a warning tells; with -Force such processes are ended first.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "NetNamespace", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
public sealed class RemoveNetNamespaceCommand : NetnsCmdlet
{
    private const string ByName = "ByName";
    private const string ByObject = "ByObject";
    private const int MostNamed = 5;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly List<Candidate> _candidates = [];
    private NamespaceRemover? _remover;

    /// <summary>Names or wildcard patterns. Case matters.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByName)]
    [AllowEmptyString]
    public string[] Name { get; set; } = [];

    /// <summary>Namespaces as Get-NetNamespace and New-NetNamespace give them: another namespace under the same name is left alone.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    public NetNamespace[] InputObject { get; set; } = [];

    /// <summary>Ends the processes inside first: SIGTERM, and SIGKILL after two seconds.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private NamespaceRemover Remover => _remover ??= new NamespaceRemover(Store);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            foreach (NetNamespace item in InputObject)
            {
                if (Attempt(item, () => EnsureNamed(item)))
                {
                    Remove(item.Name!, item.Identity, item);
                }
            }

            return;
        }

        foreach (string name in Name)
        {
            foreach (string one in Attempt(name, () => Expand(name)) ?? [])
            {
                Remove(one, null, one);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        RemoveCandidates();
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

    private static void EnsureNamed(NetNamespace item)
    {
        if (item.Name is null)
        {
            string keeper = item.IsCurrent ? "this very process" : item.ProcessId is [{ } first, ..] ? $"process {first}" : "a mount";
            throw new NetworkException(
                FaultKind.InvalidInput,
                ObjectKind.Namespace,
                $"The namespace {item.Identity} ({item.Path}) has no name that could be removed; {keeper} keeps it alive, "
                + "and it goes when nobody does any more.");
        }
    }

    // A missing exact name is the remover's to refuse.
    private IReadOnlyList<string> Expand(string name) => WildcardPattern.ContainsWildcardCharacters(name) ? Pool.Match(name) : [name];

    private void Remove(string name, NamespaceIdentity? expected, object target)
    {
        if (!Attempt(target, () => NamespaceName.Validate(name)))
        {
            return;
        }

        // Only in a living namespace can there be processes.
        if (Force && Store.Find(name) is { State: NamespaceState.Live })
        {
            _ = Attempt(target, () => _candidates.Add(new Candidate(name, target, Open(name, expected))));
        }
        else if (ShouldProcess($"namespace '{name}'", "Remove"))
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

    private void Complete()
    {
        IReadOnlyList<(string Name, IReadOnlyList<ProcessEntry> Processes)> inhabited = Remover.Complete(out NetworkException? refusal);
        if (refusal is not null)
        {
            Report(refusal, null);
        }

        foreach ((string name, IReadOnlyList<ProcessEntry> processes) in inhabited)
        {
            string keepers = string.Join(", ", processes.Take(MostNamed));
            string more = processes.Count > MostNamed ? $" and {processes.Count - MostNamed} more" : string.Empty;
            WriteWarning(
                $"Namespace '{name}' has no name any more, and no links to others, but lives on: {keepers}{more} "
                + $"{(processes.Count == 1 ? "is" : "are")} inside. To end {(processes.Count == 1 ? "it" : "them")}: "
                + $"Get-NetnsProcess pid:{processes[0].Id} | Stop-NetnsProcess. Next time Remove-NetNamespace -Force does.");
        }
    }

    /// <summary>A namespace to be removed together with the processes inside.</summary>
    private sealed record Candidate(string Name, object Target, NamespaceHandle Handle)
    {
        public IReadOnlyList<ProcessEntry> Find() => ProcessTable.Inside(Handle);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Linux;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Lists network namespaces: named ones, those made by ip netns included, or all of the machine.</para>
/// <para type="description">
/// Without arguments it lists the names in /run/netns, as ip netns list does, with the number that the current namespace has
/// for each. A name without a namespace behind it is shown as stale. With -All it looks at every process and mount, too, and
/// finds namespaces without a name: those of containers and browsers, say.
/// </para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NetNamespace", DefaultParameterSetName = ByName)]
[OutputType(typeof(NetNamespace))]
public sealed class GetNetNamespaceCommand : NetnsCmdlet
{
    private const string ByName = "ByName";
    private const string ByProcess = "ByProcess";
    private const string Everything = "All";

    // The view that shows who lives inside.
    private const string SurveyView = "NetnsTools.NetNamespace#Survey";

    private const int MostTogether = 64; // that many descriptors are open meanwhile

    private NamespaceSession? _current;

    /// <summary>Names or wildcard patterns; all without it. Case matters.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Those without a name too: of containers and of other processes, and the current one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Everything)]
    public SwitchParameter All { get; set; }

    /// <summary>Those that these processes are in, as ip netns identify tells.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByProcess)]
    [Alias("PID")]
    public int[] ProcessId { get; set; } = [];

    // Held for as long as the cmdlet runs: it is asked for each number.
    private NamespaceSession Current => _current ??= Pool.Current;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case Everything:
                _ = Attempt(null, WriteAll);
                break;
            case ByProcess:
                WriteThoseOfProcesses();
                break;
            default:
                Array.ForEach(Name, WriteByName);
                break;
        }
    }

    private void WriteByName(string name)
    {
        foreach (string[] names in (Attempt(name, () => Match(name)) ?? []).Chunk(MostTogether))
        {
            WriteTogether(names);
        }
    }

    // Their numbers are asked for together.
    private void WriteTogether(string[] names)
    {
        NamespaceIdentity current = Current.Handle.Identity;
        List<(NamespaceEntry Entry, NamespaceHandle? Handle)> found = new(names.Length);
        try
        {
            foreach (string name in names)
            {
                found.Add((Store.Describe(name, out NamespaceHandle? handle), handle));
            }

            int?[] numbers = Attempt(names, () => NumbersOf(found)) ?? new int?[found.Count];
            for (int index = 0; index < found.Count; index++)
            {
                NamespaceEntry entry = found[index].Entry;
                WriteObject(new NetNamespace(entry, numbers[index], entry.Identity == current));
            }
        }
        finally
        {
            found.ForEach(static one => one.Handle?.Dispose());
        }
    }

    private int?[] NumbersOf(List<(NamespaceEntry Entry, NamespaceHandle? Handle)> found)
    {
        Queue<int?> numbers = new(Current.Route.NamespaceIds.Find([.. found.Select(static one => one.Handle).OfType<NamespaceHandle>()]));
        return [.. found.Select(one => one.Handle is null ? null : numbers.Dequeue())];
    }

    private IReadOnlyList<string> Match(string name)
    {
        IReadOnlyList<string> names = Pool.Match(name);
        return names.Count > 0 || WildcardPattern.ContainsWildcardCharacters(name)
            ? names
            : throw Store.Missing(name);
    }

    private void WriteAll()
    {
        using NamespaceSurvey? survey = Attempt(null, () => NamespaceSurvey.Take(Store));
        if (survey is null)
        {
            return;
        }

        foreach (NamespaceEntry entry in Store.List())
        {
            SurveyedNamespace? found = entry.Identity is { } identity ? survey.Find(identity) : null;
            WriteSurveyed(new NetNamespace(
                entry, NumberOf(found?.Handle), found is { IsCurrent: true }, [.. found?.ProcessIds ?? []]));
        }

        foreach (SurveyedNamespace found in survey.Namespaces.Where(static found => found.Names.Count == 0))
        {
            WriteSurveyed(new NetNamespace(found, NumberOf(found.Handle)));
        }
    }

    private void WriteThoseOfProcesses()
    {
        using NamespaceSurvey? survey = Attempt(ProcessId, () => NamespaceSurvey.Take(Store));
        HashSet<NamespaceIdentity> written = [];
        foreach (int id in survey is null ? [] : ProcessId)
        {
            if (Attempt(id, () => Identify(survey!, id)) is { } found && written.Add(found.Identity))
            {
                WriteNamesOf(found);
            }
        }
    }

    private static SurveyedNamespace Identify(NamespaceSurvey survey, int processId)
    {
        using NamespaceHandle handle = ProcessLookup.OpenNamespace(processId);
        return survey.Find(handle.Identity)
            ?? throw new NetworkException(
                FaultKind.Replaced, ObjectKind.Process, $"Process {processId} went to another namespace just now. Ask again.");
    }

    private void WriteNamesOf(SurveyedNamespace found)
    {
        int? number = NumberOf(found.Handle);
        foreach (string name in found.Names)
        {
            NamespaceEntry entry = new(name, Store.PathOf(name), NamespaceState.Live, found.Identity);
            WriteSurveyed(new NetNamespace(entry, number, found.IsCurrent, [.. found.ProcessIds]));
        }

        if (found.Names.Count == 0)
        {
            WriteSurveyed(new NetNamespace(found, number));
        }
    }

    private void WriteSurveyed(NetNamespace item)
    {
        PSObject shown = new(item);
        shown.TypeNames.Insert(0, SurveyView);
        WriteObject(shown);
    }

    private int? NumberOf(NamespaceHandle? handle) => handle is null ? null : Current.Route.NamespaceIds.Find(handle);
}

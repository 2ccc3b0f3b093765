using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Labs;
using NetnsTools.Linux;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Creates network namespaces, or gives a name to that of a process.</para>
/// <para type="description">Each name is created as asked or not at all. The namespaces can be used with ip netns as well.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "NetNamespace", SupportsShouldProcess = true, DefaultParameterSetName = Fresh)]
[OutputType(typeof(NetNamespace))]
public sealed class NewNetNamespaceCommand : NetnsCmdlet
{
    private const string Fresh = "Fresh";
    private const string OfProcess = "OfProcess";

    // On two threads; more at once would only make whoever stops it wait.
    private const int BatchSize = 32;

    private BatchProgress? _progress;
    private NamespaceIdentity? _current;

    /// <summary>One name or several: one path component each, at most 255 bytes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] Name { get; set; } = [];

    /// <summary>Leaves the loopback interface inside switched off, as ip netns add does.</summary>
    [Parameter(ParameterSetName = Fresh)]
    public SwitchParameter NoLoopback { get; set; }

    /// <summary>Makes no namespace: the one that this process lives in gets the name, as ip netns attach does. Nothing in it changes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OfProcess)]
    [Alias("PID")]
    public int ProcessId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Asked before anything is made: what is made can be described without fail.
        if (!Attempt(Name, () => { _current ??= Pool.Current.Handle.Identity; }))
        {
            return;
        }

        if (ParameterSetName == OfProcess)
        {
            foreach (string name in Name)
            {
                if (Attempt(name, () => NamespaceName.Validate(name)) && Adopt(name) is { } adopted)
                {
                    WriteObject(adopted);
                }
            }

            return;
        }

        Progress.Expect(Name.Length);
        foreach (string[] names in Name.Chunk(BatchSize))
        {
            if (StopSignal.IsRaised)
            {
                break;
            }

            Create([.. names.Where(IsWanted)]);
            Progress.Advance(names.Length);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _progress?.Complete();

    private BatchProgress Progress => _progress ??= new BatchProgress(this, "Creating network namespaces");

    private bool IsWanted(string name)
    {
        if (!Attempt(name, () => NamespaceName.Validate(name)) || !ShouldProcess($"namespace '{name}'", "Create"))
        {
            return false;
        }

        WriteVerbose($"create namespace '{name}'.");
        return true;
    }

    private void Create(string[] names)
    {
        IReadOnlyList<NamespaceCreation> creations = names.Length == 0 ? [] : Attempt(names, () => Make(names)) ?? [];
        int shown = 0;
        try
        {
            foreach ((string name, NamespaceHandle? handle, NetworkException? error) in creations)
            {
                if (error is not null)
                {
                    Report(error, name);
                }
                else if (Keep(name, () => new LabNamespace(name, handle!.Identity)))
                {
                    WriteObject(Describe(handle!));
                }

                shown++;
            }
        }
        catch
        {
            // Nobody was told of the others, and nobody will be.
            foreach (NamespaceCreation creation in creations.Skip(shown + 1).Where(static one => one.Handle is not null))
            {
                TakeBack(creation.Name);
            }

            throw;
        }
        finally
        {
            foreach (NamespaceCreation creation in creations)
            {
                creation.Handle?.Dispose();
            }
        }
    }

    private IReadOnlyList<NamespaceCreation> Make(string[] names)
    {
        try
        {
            return Store.Create(names, loopback: !NoLoopback, StopSignal);
        }
        catch (OperationCanceledException)
        {
            // Stopped: none was made.
            return [];
        }
    }

    private NetNamespace? Adopt(string name)
    {
        using NamespaceHandle? adopted = Attempt(ProcessId, () => ProcessLookup.OpenNamespace(ProcessId));
        if (adopted is null || !ShouldProcess($"namespace of process {ProcessId}", $"Name '{name}'"))
        {
            return null;
        }

        WriteVerbose($"name the namespace of process {ProcessId} '{name}'.");
        using NamespaceHandle? handle = Attempt(name, () => Store.Adopt(name, adopted));
        return handle is not null && Keep(name, () => new LabAlias(name, handle.Identity)) ? Describe(handle) : null;
    }

    private NetNamespace Describe(NamespaceHandle handle) => NetNamespace.Named(Store, handle, handle.Identity == _current);
}

using System.Management.Automation;
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
        foreach (string name in Name)
        {
            if (Attempt(name, () => NamespaceName.Validate(name))
                && (ParameterSetName == OfProcess ? Adopt(name) : Create(name)) is { } created)
            {
                WriteObject(created);
            }
        }
    }

    private NetNamespace? Create(string name) => !ShouldProcess($"namespace '{name}'", "Create") ? null : Attempt(name, () =>
    {
        WriteVerbose($"create namespace '{name}'.");
        using NamespaceHandle handle = Store.Create(name, loopback: !NoLoopback);
        return Describe(name, handle);
    });

    private NetNamespace? Adopt(string name)
    {
        using NamespaceHandle? adopted = Attempt(ProcessId, () => ProcessLookup.OpenNamespace(ProcessId));
        if (adopted is null || !ShouldProcess($"namespace of process {ProcessId}", $"Name '{name}'"))
        {
            return null;
        }

        WriteVerbose($"name the namespace of process {ProcessId} '{name}'.");
        return Attempt(name, () =>
        {
            using NamespaceHandle handle = Store.Adopt(name, adopted);
            return Describe(name, handle);
        });
    }

    private NetNamespace Describe(string name, NamespaceHandle handle) => new(
        new NamespaceEntry(name, Store.PathOf(name), NamespaceState.Live, handle.Identity),
        id: null,
        handle.Identity == Pool.Current.Handle.Identity);
}

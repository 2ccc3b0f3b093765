using System.Management.Automation;
using NetnsTools.Linux;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Creates network namespaces.</para>
/// <para type="description">Each name is created as asked or not at all. The namespaces can be used with ip netns as well.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "NetNamespace", SupportsShouldProcess = true)]
[OutputType(typeof(NetNamespace))]
public sealed class NewNetNamespaceCommand : NetnsCmdlet
{
    /// <summary>One name or several: one path component each, at most 255 bytes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] Name { get; set; } = [];

    /// <summary>Leaves the loopback interface inside switched off, as ip netns add does.</summary>
    [Parameter]
    public SwitchParameter NoLoopback { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            if (Attempt(name, () => NamespaceName.Validate(name))
                && ShouldProcess($"namespace '{name}'", "Create")
                && Attempt(name, () => Create(name)) is { } created)
            {
                WriteObject(created);
            }
        }
    }

    private NetNamespace Create(string name)
    {
        WriteVerbose($"create namespace '{name}'.");
        using NamespaceHandle handle = Store.Create(name, loopback: !NoLoopback);
        return new NetNamespace(new NamespaceEntry(name, Store.PathOf(name), NamespaceState.Live, handle.Identity), id: null);
    }
}

using System.Linq;
using System.Management.Automation;
using NetnsTools.Linux;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Removes network namespaces.</para>
/// <para type="description">When it returns, the names of the namespaces and of their links can be used again.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "NetNamespace", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
public sealed class RemoveNetNamespaceCommand : NetnsCmdlet
{
    private const string ByName = "ByName";
    private const string ByObject = "ByObject";

    private NamespaceRemover? _remover;

    /// <summary>Names or wildcard patterns. Case matters.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByName)]
    [AllowEmptyString]
    public string[] Name { get; set; } = [];

    /// <summary>Namespaces as Get-NetNamespace and New-NetNamespace give them: another namespace under the same name is left alone.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    public NetNamespace[] InputObject { get; set; } = [];

    private NamespaceRemover Remover => _remover ??= new NamespaceRemover(Store);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            foreach (NetNamespace item in InputObject)
            {
                Remove(item.Name, item.Identity, item);
            }

            return;
        }

        foreach (string name in Name)
        {
            string[] names = [name];
            _ = Attempt(name, () => { names = Expand(name); });
            foreach (string one in names)
            {
                Remove(one, null, one);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Complete();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // After Ctrl+C too: what was removed is removed wholly.
            _remover?.Dispose();
        }

        base.Dispose(disposing);
    }

    // A missing exact name is the remover's to refuse.
    private string[] Expand(string name) => WildcardPattern.ContainsWildcardCharacters(name)
        ? [.. Pool.Match(name).Select(static entry => entry.Name)]
        : [name];

    private void Remove(string name, NamespaceIdentity? expected, object target)
    {
        if (Attempt(target, () => NamespaceName.Validate(name)) && ShouldProcess($"namespace '{name}'", "Remove"))
        {
            WriteVerbose($"remove namespace '{name}'.");
            _ = Attempt(target, () => Remover.Remove(name, expected));
        }
    }

    private void Complete()
    {
        if (_remover is not null)
        {
            _ = Attempt(null, _remover.Complete);
        }
    }
}

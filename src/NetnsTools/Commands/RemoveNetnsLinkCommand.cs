using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Deletes network interfaces; of a veth pair, both ends.</para>
/// <para type="description">When it returns, the names can be used again.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "NetnsLink", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
public sealed class RemoveNetnsLinkCommand : LinkCommand
{
    private readonly List<NetnsLink> _deleted = [];

    /// <summary>Namespace of the links; the current one without it.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    private protected override NamespaceReference? Place => Namespace;

    private protected override string PlaceParameter => "-Namespace";

    private protected override void Process(NamespaceSession session, NetnsLink link, Link current, object target)
    {
        if (ShouldProcess($"link '{current.Name}' in {PlaceText.Of(session.Name)}", "Remove")
            && Attempt(target, () => session.Route.Links.Delete(current)))
        {
            _deleted.Add(link);
        }
    }

    // A pair comes as two ends, and dies with the first.
    private protected override bool IsDone(NetnsLink link) => _deleted.Any(gone =>
        gone.PeerIndex == link.InterfaceIndex && link.PeerIndex == gone.InterfaceIndex
        && gone.PeerName == link.Name && link.PeerName == gone.Name);
}

using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Linux;
using NetnsTools.Linux.Route;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>A cmdlet that acts on links: by name in a namespace, or as they come down the pipeline.</summary>
public abstract class LinkCommand : NetnsCmdlet
{
    private protected const string ByName = "ByName";
    private protected const string ByObject = "ByObject";

    private protected LinkCommand()
    {
    }

    /// <summary>Interface names or wildcard patterns.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(LinkCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Links as Get-NetnsLink gives them, or veth pairs for both of their ends.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [PairToLinksTransformation]
    public NetnsLink[] InputObject { get; set; } = [];

    /// <summary>Where links that are given by name are; null for the current namespace.</summary>
    private protected abstract NamespaceReference? Place { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            foreach (NetnsLink link in InputObject)
            {
                if (!IsDone(link) && Attempt(link, () => Pool.Open(link.Reference)) is { } place)
                {
                    ProcessLink(place, link, link);
                }
            }
        }
        else if (Attempt(Place, () => Pool.Open(Place)) is { } session)
        {
            foreach (string name in Name)
            {
                foreach (NetnsLink link in Attempt(name, () => Resolve(session, name)) ?? [])
                {
                    if (!IsDone(link))
                    {
                        ProcessLink(session, link, name);
                    }
                }
            }
        }
    }

    /// <summary>Acts on one link.</summary>
    /// <param name="session">Its namespace.</param>
    /// <param name="link">The link as it was read.</param>
    /// <param name="current">The link as it is.</param>
    /// <param name="target">What the user gave, for error records.</param>
    private protected abstract void Process(NamespaceSession session, NetnsLink link, Link current, object target);

    /// <summary>Whether nothing is left to do for it.</summary>
    private protected virtual bool IsDone(NetnsLink link) => false;

    /// <summary>The parameter that says where links given by name are.</summary>
    private protected abstract string PlaceParameter { get; }

    private void ProcessLink(NamespaceSession session, NetnsLink link, object target)
    {
        if (Attempt(target, () => LinkReader.Find(session, link.Seen)) is { } current)
        {
            Process(session, link, current, target);
        }
    }

    private NetnsLink[] Resolve(NamespaceSession session, string name)
    {
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            WildcardPattern pattern = new(name);
            return [.. Reader.List(session).Where(link => pattern.IsMatch(link.Name))];
        }

        try
        {
            return [Reader.Read(session, name)];
        }
        catch (NetworkException exception) when (Place is null && exception is { Fault: FaultKind.NotFound } and not KernelException)
        {
            throw new NetworkException(
                exception.Fault, exception.Subject, $"{exception.Message} Where it is, is said with {PlaceParameter}.", exception, name);
        }
    }
}

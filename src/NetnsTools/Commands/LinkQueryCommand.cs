using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>A cmdlet that reads links: of namespaces, by name or pattern, or again those that come down the pipeline.</summary>
public abstract class LinkQueryCommand : NetnsCmdlet
{
    private protected const string ByName = "ByName";
    private protected const string ByObject = "ByObject";

    private protected LinkQueryCommand()
    {
    }

    /// <summary>Namespaces: names, wildcard patterns, objects, pid:1234 or paths; the current one without it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference?[]? Namespace { get; set; }

    /// <summary>Interface names or wildcard patterns; all without it.</summary>
    [Parameter(Position = 1, ParameterSetName = ByName)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(LinkCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Links, or veth pairs for both of their ends, to be read again.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [PairToLinksTransformation]
    public NetnsLink[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            foreach (NetnsLink link in InputObject)
            {
                WriteIfRead(Attempt(link, () => Reader.Refresh(link)));
            }

            return;
        }

        foreach (NamespaceSession[] window in (Namespace ?? [null]).SelectMany(OpenAllForLinks).Chunk(SessionPool.MostKept))
        {
            SessionPool.Connect(window);
            WriteLinks(window);
            Pool.Trim();
        }
    }

    /// <summary>Gives what is asked for of one link.</summary>
    private protected abstract void Write(NetnsLink link);

    private void WriteLinks(NamespaceSession[] sessions)
    {
        // One name is one question to the kernel; anything else is the whole table.
        if (Name is [{ } only] && !WildcardPattern.ContainsWildcardCharacters(only))
        {
            foreach (NamespaceSession session in sessions)
            {
                WriteIfRead(Attempt(only, () => Reader.Read(session, only)));
            }

            return;
        }

        // Where rtnetlink cannot be opened, reading says so.
        LinkWindow window = LinkWindow.Read([.. sessions.Where(session => Attempt(session.Reference, () => session.Route) is not null)]);
        for (int position = 0; position < window.Sessions.Count; position++)
        {
            WriteLinks(window, position);
        }
    }

    private void WriteLinks(LinkWindow window, int position)
    {
        NamespaceSession session = window.Sessions[position];
        NetnsLink[] links = Attempt(session.Reference, () => Reader.List(window, position).ToArray()) ?? [];
        foreach (string name in Name ?? ["*"])
        {
            bool isPattern = WildcardPattern.ContainsWildcardCharacters(name);
            WildcardPattern pattern = new(name);
            NetnsLink[] matches = [.. links.Where(link => isPattern ? pattern.IsMatch(link.Name) : link.Name == name)];
            if (matches.Length == 0 && !isPattern)
            {
                // The kernel's own answer: alternative names count, and the reason is in its words.
                WriteIfRead(Attempt(name, () => Reader.Read(session, name)));
            }

            foreach (NetnsLink link in matches)
            {
                Write(link);
            }
        }
    }

    private void WriteIfRead(NetnsLink? link)
    {
        if (link is not null)
        {
            Write(link);
        }
    }
}

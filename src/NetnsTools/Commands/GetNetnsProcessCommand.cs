using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using NetnsTools.Completers;
using NetnsTools.Linux;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <summary>
/// <para type="synopsis">Shows the processes that live in namespaces, as ip netns pids does.</para>
/// <para type="description">Those too of which only a thread is inside.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NetnsProcess")]
[OutputType(typeof(NetnsProcess))]
public sealed class GetNetnsProcessCommand : NetnsCmdlet
{
    private readonly List<NamespaceSession> _wanted = [];
    private readonly Dictionary<uint, string> _users = [];

    /// <summary>Namespaces: names, wildcard patterns, objects, pid:1234 or paths; all named ones without it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Namespace")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference?[] Name { get; set; } = [new("*")];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NamespaceSession session in Name.SelectMany(OpenAll))
        {
            if (_wanted.TrueForAll(other => other.Handle.Identity != session.Handle.Identity))
            {
                _wanted.Add(session);
            }
        }
    }

    /// <inheritdoc/>
    // One look at every process of the machine, whatever the number of namespaces.
    protected override void EndProcessing()
    {
        IReadOnlyList<IReadOnlyList<ProcessEntry>>? inside = Attempt(null, () => ProcessTable.Inside([.. _wanted.Select(static session => session.Handle)]));
        for (int index = 0; index < inside?.Count; index++)
        {
            foreach (ProcessEntry entry in inside[index])
            {
                WriteObject(new NetnsProcess(entry, _wanted[index].Reference, UserOf(entry)));
            }
        }
    }

    private string UserOf(ProcessEntry entry)
    {
        if (!_users.TryGetValue(entry.UserId, out string? name))
        {
            name = UserName.Of(entry.UserId);
            _users.Add(entry.UserId, name);
        }

        return name;
    }
}

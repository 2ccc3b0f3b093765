using System.Collections.Generic;
using System.Linq;
using NetnsTools.Labs;

namespace NetnsTools.Completers;

/// <summary>Names of this PowerShell's labs.</summary>
public sealed class LabCompleter : Completer
{
    private protected override IEnumerable<Candidate> Find(Question question) =>
        OpenLabs.All.Select(static lab => new Candidate(lab.Name, string.Join(", ", lab.Content)));
}

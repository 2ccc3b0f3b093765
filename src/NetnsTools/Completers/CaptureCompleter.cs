using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetnsTools.Captures;

namespace NetnsTools.Completers;

/// <summary>Numbers of this PowerShell's captures.</summary>
public sealed class CaptureCompleter : Completer
{
    private protected override IEnumerable<Candidate> Find(Question question) => RunningCaptures.All.Select(static capture =>
        new Candidate(capture.Id.ToString(CultureInfo.InvariantCulture), $"{capture}, {capture.State}, {capture.PacketCount} packets"));
}

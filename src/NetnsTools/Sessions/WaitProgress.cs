using System;
using System.Globalization;
using System.Management.Automation;

namespace NetnsTools.Sessions;

/// <summary>Progress for a wait that takes over a second.</summary>
internal sealed class WaitProgress(Cmdlet cmdlet, string activity, TimeSpan limit)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.25);

    private TimeSpan _next = Quiet;
    private bool _shown;

    public void Report(TimeSpan elapsed)
    {
        if (elapsed >= _next)
        {
            _shown = true;
            _next = elapsed + Step;
            string status = string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0} of {limit.TotalSeconds:0.###} s");
            cmdlet.WriteProgress(new ProgressRecord(0, activity, status)
            {
                PercentComplete = (int)Math.Clamp(100 * (elapsed / limit), 0, 100),
                SecondsRemaining = (int)Math.Min((limit - elapsed).TotalSeconds, int.MaxValue),
            });
        }
    }

    public void Complete()
    {
        if (_shown)
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
